package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StepResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a run. Times are the engine's.
 *
 * @param rows read so far, while it runs
 * @param bytes read so far, while it runs
 * @param result of its end; of a reused step the earlier run's
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StepRun(
    String name,
    String stage,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    long rows,
    long bytes,
    Optional<StepResult> result,
    Optional<Failure> failure) {

  /** Where a step is. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    /** Taken over from the run that this one retries. */
    REUSED,
    FAILED,
    /** Was running when the run was stopped. */
    CANCELLED,
    /** Never ran, because the run ended first. */
    SKIPPED
  }

  static StepRun pending(String name, String stage) {
    return new StepRun(
        name,
        stage,
        State.PENDING,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** True if it need not run again. */
  public boolean finished() {
    return state == State.SUCCEEDED || state == State.REUSED;
  }

  /** How long it has taken; empty before its end. Never negative, whatever the clocks say. */
  public Optional<Duration> took() {
    return startedAt
        .flatMap(from -> endedAt.map(to -> Duration.between(from, to)))
        .map(took -> took.isNegative() ? Duration.ZERO : took);
  }

  StepRun reused(StepResult earlier) {
    return new StepRun(
        name, stage, State.REUSED, startedAt, endedAt, 0, 0, Optional.of(earlier), failure);
  }

  StepRun started(Instant at) {
    return new StepRun(
        name,
        stage,
        State.RUNNING,
        Optional.of(at),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty());
  }

  StepRun advanced(long rowsSoFar, long bytesSoFar) {
    return new StepRun(
        name, stage, state, startedAt, endedAt, rowsSoFar, bytesSoFar, result, failure);
  }

  StepRun succeeded(Instant at, StepResult with) {
    return new StepRun(
        name,
        stage,
        State.SUCCEEDED,
        startedAt,
        Optional.of(at),
        with.rowsIn(),
        with.bytesIn(),
        Optional.of(with),
        Optional.empty());
  }

  /** Keeps the result, if there is one: a check that failed the run has told what it found. */
  StepRun failed(Instant at, Failure why) {
    return new StepRun(
        name,
        stage,
        State.FAILED,
        startedAt,
        endedAt.or(() -> Optional.of(at)),
        rows,
        bytes,
        result,
        Optional.of(why));
  }

  StepRun stopped(State as, Instant at) {
    return new StepRun(
        name, stage, as, startedAt, startedAt.map(ignored -> at), rows, bytes, result, failure);
  }
}
