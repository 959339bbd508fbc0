package ai.matih.pipelines.trigger;

import ai.matih.pipelines.definition.Trigger;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done outside for a trigger that is driven.
 *
 * @param trigger its name
 * @param identity see {@link Trigger.Driven#identity}
 * @param polled whether it is asked at intervals
 * @param datasets of whose new versions it wants to be told
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Watch(String trigger, String identity, boolean polled, List<String> datasets) {
  public Watch {
    datasets = datasets == null ? List.of() : List.copyOf(datasets);
  }

  /** For {@code trigger} of this name; nothing for one that others call. */
  public static Optional<Watch> of(String name, Trigger.Driven trigger) {
    return switch (trigger) {
      case Trigger.Dataset dataset ->
          Optional.of(new Watch(name, dataset.identity(), false, dataset.dataset()));
      case Trigger.Polled polled ->
          Optional.of(new Watch(name, polled.identity(), true, List.of()));
      case Trigger.Webhook ignored -> Optional.empty();
    };
  }
}
