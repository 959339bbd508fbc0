package ai.matih.pipelines.entity;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of the journal: the event with its author and time. {@code wake} tells the wake-up
 * index what became of the entity's due time with this event (design 3.8).
 */
public record Journaled<E>(TenantId tenant, E event, Cause cause, Instant occurredAt, Wake wake) {

  /** The entity's wake-up row after this event. */
  public sealed interface Wake {
    /** The row stays as it is; the event is one of several persisted at once, not the last. */
    record Unchanged() implements Wake {}

    /** The entity is due at {@code at}; the event's sequence number is the row's token. */
    record At(Instant at) implements Wake {}

    /** The entity owes nothing: the row goes. */
    record None() implements Wake {}

    /** {@link At} or {@link None}. */
    static Wake of(Optional<Instant> due) {
      return due.<Wake>map(At::new).orElseGet(None::new);
    }
  }
}
