package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.Notification;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.schedule.Interval;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is expected of a run, and who is told of it.
 *
 * @param slaDue when it should be done; later it is late, and goes on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Expectations(Optional<Instant> slaDue, List<Notification> notifications) {

  /** The journal leaves out what is empty. */
  public Expectations {
    slaDue = slaDue == null ? Optional.empty() : slaDue;
    notifications = notifications == null ? List.of() : List.copyOf(notifications);
  }

  /** Of a run that is asked for at {@code now}; empty if the definition expects nothing. */
  public static Optional<Expectations> of(Orchestration orchestration, Instant now) {
    return orchestration.sla().isEmpty() && orchestration.notifications().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Expectations(orchestration.sla().map(now::plus), orchestration.notifications()));
  }

  /**
   * Of the run of a due time: what it waited counts, unless it was due so long ago that it is
   * caught up with.
   */
  public static Optional<Expectations> of(
      Orchestration orchestration, Interval interval, Instant now) {
    return of(orchestration, interval.catchUp() ? now : interval.dueAt());
  }
}
