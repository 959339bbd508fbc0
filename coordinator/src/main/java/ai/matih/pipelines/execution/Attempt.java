package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt as the journal tells it.
 *
 * @param external what the engine calls it, once accepted
 * @param doubt why nothing certain is known just now: the engine cannot be reached, or has
 *     forgotten it
 * @param resolution what a person said became of it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Attempt(
    AttemptId id,
    String instance,
    AttemptState state,
    Watch watch,
    Instant intendedAt,
    Optional<Instant> acceptedAt,
    Optional<Instant> endedAt,
    Optional<External> external,
    Optional<String> doubt,
    Optional<Resolution> resolution,
    Optional<Failure> failure) {

  /** The attempt as the engine knows it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record External(String id, String incarnation, Optional<String> url) {}

  /**
   * How closely it is observed.
   *
   * @param number of the newest watch; only a report under it can prove absence
   * @param seen a sign of life came since that watch was raised
   * @param since the later of: raised, last sign of life
   * @param unanswered watches raised since the last sign of life, for the backoff
   */
  public record Watch(long number, boolean seen, Instant since, int unanswered) {
    Watch raised(long newest, Instant at) {
      return new Watch(newest, false, at, unanswered + 1);
    }

    Watch answered(Instant at) {
      return new Watch(number, true, at, 0);
    }

    Watch eager(Instant at) {
      return new Watch(number, seen, at, 0);
    }
  }

  static Attempt intended(AttemptId id, String instance, long watch, Instant at) {
    return new Attempt(
        id,
        instance,
        AttemptState.INTENDED,
        new Watch(watch, false, at, 0),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** True while it may run at its engine. */
  public boolean live() {
    return state.live();
  }

  Attempt in(AttemptState next) {
    return copy(next, watch, acceptedAt, endedAt, external, doubt, resolution, failure);
  }

  Attempt seenAlive(Optional<External> as, Instant at) {
    return copy(
        state,
        watch.answered(at),
        acceptedAt.or(() -> Optional.of(at)),
        endedAt,
        as.or(() -> external),
        Optional.empty(),
        resolution,
        failure);
  }

  Attempt watched(long newest, Instant at) {
    return copy(
        state, watch.raised(newest, at), acceptedAt, endedAt, external, doubt, resolution, failure);
  }

  Attempt doubted(String why, Instant at) {
    return copy(
        state,
        watch.eager(at),
        acceptedAt,
        endedAt,
        external,
        Optional.of(why),
        Optional.empty(),
        failure);
  }

  /** The engine answers; whether it has the attempt is another question. */
  Attempt reachable(Instant at) {
    return copy(
        state,
        watch.eager(at),
        acceptedAt,
        endedAt,
        external,
        Optional.empty(),
        resolution,
        failure);
  }

  Attempt fencing(long newest, Instant at) {
    return copy(
        state,
        watch.raised(newest, at).eager(at),
        acceptedAt,
        endedAt,
        external,
        Optional.empty(),
        resolution,
        failure);
  }

  Attempt resolved(Resolution said) {
    return copy(state, watch, acceptedAt, endedAt, external, doubt, Optional.of(said), failure);
  }

  Attempt ended(Optional<Failure> why, Instant at) {
    return copy(
        state, watch, acceptedAt, Optional.of(at), external, Optional.empty(), resolution, why);
  }

  private Attempt copy(
      AttemptState state,
      Watch watch,
      Optional<Instant> acceptedAt,
      Optional<Instant> endedAt,
      Optional<External> external,
      Optional<String> doubt,
      Optional<Resolution> resolution,
      Optional<Failure> failure) {
    return new Attempt(
        id,
        instance,
        state,
        watch,
        intendedAt,
        acceptedAt,
        endedAt,
        external,
        doubt,
        resolution,
        failure);
  }
}
