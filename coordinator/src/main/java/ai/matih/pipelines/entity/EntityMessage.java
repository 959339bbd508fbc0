package ai.matih.pipelines.entity;

import ai.matih.pipelines.identity.Cause;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What an entity's actor receives. */
public sealed interface EntityMessage<C, R> extends Message {

  /** A command with its author; answered if {@code replyTo} is there. */
  record Command<C, R>(C command, Cause cause, Optional<ActorRef<R>> replyTo)
      implements EntityMessage<C, R> {}

  /**
   * From the wake-up clock: the row with {@code token} fell due at {@code due} by database time. An
   * entity whose newest event is the token trusts that, whatever its own clock says. The token
   * {@link ai.matih.pipelines.schedule.WakeUps#RECALL} says nothing of time: all that is owed is
   * done again, since it may have been lost.
   */
  record WakeUp<C, R>(long token, Instant due) implements EntityMessage<C, R> {}

  /** To itself: persist what has gathered. Never leaves the node. */
  record Flush<C, R>() implements EntityMessage<C, R> {}

  /** From its shard: leave memory once everything that has arrived is decided. */
  record Leave<C, R>() implements EntityMessage<C, R> {}

  /** A command nobody waits for. */
  static <C, R> EntityMessage<C, R> tell(C command, Cause cause) {
    return new Command<>(command, cause, Optional.empty());
  }

  /** A command whose reply goes to {@code replyTo}. */
  static <C, R> EntityMessage<C, R> ask(C command, Cause cause, ActorRef<R> replyTo) {
    return new Command<>(command, cause, Optional.of(replyTo));
  }
}
