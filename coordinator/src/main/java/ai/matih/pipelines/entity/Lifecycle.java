package ai.matih.pipelines.entity;

import ai.matih.pipelines.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A life as a pure state machine: state {@code S}, commands {@code C}, events {@code E}, effects
 * {@code F}, replies {@code R}. Implementations have no clock, no randomness and no Pekko; the live
 * path and recovery are the same {@link #evolve}.
 */
public interface Lifecycle<S, C, E, F, R> {

  /** The state before the first event. */
  S empty();

  /** What {@code command} means in {@code state}. Never throws for anything a caller can send. */
  Decision<E, F, R> decide(S state, C command, Moment moment);

  /**
   * Whether what {@code command}, which nobody waits for, says is told again if it is forgotten,
   * and so may be journaled a moment later, with what comes until then or not at all: it is decided
   * and its effects run at once, and both once more when it is journaled. Those effects must be
   * true without it and do no harm twice.
   */
  default boolean unhurried(C command) {
    return false;
  }

  /** {@code reply} as it is told: without what is large and nobody outside the entity needs. */
  default R brief(R reply) {
    return reply;
  }

  /** The state after {@code event}; total over everything {@link #decide} can produce. */
  S evolve(S state, E event, Instant at);

  /** Every effect that {@code state} still owes; run again after each recovery and wake-up. */
  List<F> pending(S state);

  /** The earliest time at which {@code state} must be woken; empty when nothing is owed. */
  Optional<Instant> wakeAt(S state);

  /** The command a wake-up is. */
  C wake();

  /** Whose state this is; only asked after the first event. */
  TenantId tenant(S state);

  /** True if the life is over and owes nothing: the entity may leave memory at once. */
  boolean settled(S state);
}
