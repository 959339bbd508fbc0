package ai.matih.pipelines.execution;

import ai.matih.pipelines.planning.Stage;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a run waits for an answer before it asks again. Each further question waits twice as
 * long, up to a limit, so that what is away for long is not pestered.
 */
final class Patience {
  /** A running attempt's progress is journaled at most this often; that also counts as a sign. */
  static final Duration PROGRESS = Duration.ofSeconds(45);

  /** How long the pipeline may take to note an end before it is told again. */
  static final Duration END = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Patience() {}

  /** When the engine is asked about a live attempt again, if it stays silent. */
  static Instant due(Execution state, Attempt attempt) {
    int times = attempt.watch().unanswered();
    Duration wait =
        switch (attempt.state()) {
          case INTENDED, FENCING -> grown(Duration.ofSeconds(5), times, LONGEST);
          case FORGOTTEN -> grown(Duration.ofMinutes(1), times, Duration.ofMinutes(10));
          case RUNNING ->
              state.phase() == Phase.CANCELLING
                  ? grown(Duration.ofSeconds(2), times, LONGEST)
                  : attempt.doubt().isPresent()
                      ? grown(Duration.ofSeconds(5), times, LONGEST)
                      : grown(Duration.ofMinutes(1), times, Duration.ofMinutes(4));
          case NEW, SUCCEEDED, FAILED, CANCELLED, FENCED, ABANDONED ->
              throw new IllegalArgumentException("not live: " + attempt.id());
        };
    return attempt.watch().since().plus(wait);
  }

  /** When a stage that waits for a slot asks again, in case the question was lost. */
  static Instant slotDue(Execution state, Stage stage) {
    return state
        .stages()
        .get(stage.name())
        .slot()
        .map(
            ask -> ask.at().plus(grown(Duration.ofSeconds(10), ask.times(), Duration.ofMinutes(5))))
        .orElseGet(() -> Readiness.waitingSince(state, stage).plusSeconds(10));
  }

  private static Duration grown(Duration first, int times, Duration most) {
    Duration wait = first.multipliedBy(1L << Math.min(times, 16));
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
