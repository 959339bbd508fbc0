package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import ai.matih.pipelines.trigger.Sight;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trigger that the node drives, and what it has seen.
 *
 * @param watches the datasets, the topic or the folder
 * @param driven whether it starts runs: the pipeline is active
 * @param pollInterval how often it looks (ISO 8601), if it does
 * @param pausedAt since when it is paused, if it is
 * @param nextLook when it looks next, if it does
 * @param lastFired when it last found something
 * @param lastError why its last look failed
 * @param waitingCount what it found and has not become a run
 * @param arrived datasets that are new since the last run, of those it waits for
 * @param missed the last things that it found and that do not run, newest first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TriggerView(
    String name,
    String type,
    List<String> watches,
    boolean driven,
    Optional<String> pollInterval,
    Optional<Instant> pausedAt,
    Optional<Instant> nextLook,
    Optional<Instant> lastFired,
    Optional<ErrorView> lastError,
    int waitingCount,
    List<String> arrived,
    List<MissedView> missed) {

  /** What went wrong, and when. */
  public record ErrorView(String message, Instant at) {}

  /** Something that does not run, and why. */
  public record MissedView(String key, Instant at, String reason, String detail) {
    static MissedView of(Missed one) {
      return new MissedView(one.key(), one.at(), one.why().name(), one.detail());
    }
  }

  static List<TriggerView> of(Pipeline pipeline, Map<String, Instant> nextLooks) {
    return pipeline.drivenTriggers().entrySet().stream()
        .map(one -> of(pipeline, one.getKey(), one.getValue(), nextLooks))
        .toList();
  }

  private static TriggerView of(
      Pipeline pipeline, String name, Trigger.Driven trigger, Map<String, Instant> nextLooks) {
    Optional<Sight> sight = pipeline.triggers().sight(name);
    return new TriggerView(
        name,
        trigger.kind(),
        switch (trigger) {
          case Trigger.Dataset dataset -> dataset.dataset();
          case Trigger.Kafka kafka -> List.of(kafka.topic() + " at " + kafka.connection());
          case Trigger.Webhook hook ->
              List.of(
                  hook.connection()
                      .map(one -> "calls signed by " + one)
                      .orElse("calls, all refused: no connection signs them"));
          case Trigger.File file ->
              List.of(
                  file.prefix().map(prefix -> prefix + "/").orElse("")
                      + file.pattern().orElse("*")
                      + " at "
                      + file.connection());
        },
        (trigger instanceof Trigger.Webhook
                || pipeline.triggers().watches().stream()
                    .anyMatch(watch -> watch.trigger().equals(name)))
            && !pipeline.triggers().rests(name)
            && pipeline.status() == ai.matih.pipelines.pipeline.PipelineStatus.ACTIVE,
        trigger instanceof Trigger.Polled polled
            ? Optional.of(polled.pollInterval().toString())
            : Optional.empty(),
        Optional.ofNullable(pipeline.triggers().paused().get(name)),
        Optional.ofNullable(nextLooks.get(name)),
        sight.flatMap(Sight::lastFired),
        sight.flatMap(Sight::problem).map(wrong -> new ErrorView(wrong.message(), wrong.at())),
        (int)
            pipeline.triggers().waiting().stream()
                .map(Firing::trigger)
                .filter(name::equals)
                .count(),
        sight.map(seen -> List.copyOf(seen.arrived().keySet())).orElse(List.of()),
        pipeline.triggers().missed().reversed().stream()
            .filter(one -> one.trigger().equals(name))
            .map(MissedView::of)
            .toList());
  }
}
