package ai.matih.pipelines.entity;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Asks an entity again and again until it answers or patience ends. A message to a shard that is
 * handed over is dropped by design, and an answer dies with the node that had it; whoever waits for
 * it should not have to know. The first answer counts, whichever question it is to. Thread-safe.
 */
public final class RepeatedAsk {
  /** The wait before the second question; it doubles. Far longer than an entity at hand takes. */
  private static final Duration FIRST = Duration.ofMillis(1_500);

  private final ActorSystem<?> system;
  private final Duration patience;

  /**
   * @param patience after which the stage of an ask fails with a timeout
   */
  public RepeatedAsk(ActorSystem<?> system, Duration patience) {
    this.system = system;
    this.patience = patience;
  }

  /**
   * Asks {@code entity}.
   *
   * @param message asks for an answer to the given reference
   * @param repeatable whether a second one has no second effect, nor another answer
   */
  public <C, R> CompletionStage<R> of(
      EntityRef<EntityMessage<C, R>> entity,
      java.util.function.Function<ActorRef<R>, EntityMessage<C, R>> message,
      boolean repeatable) {
    AtomicReference<EntityMessage<C, R>> question = new AtomicReference<>();
    CompletionStage<R> answer =
        entity.ask(replyTo -> question.updateAndGet(none -> message.apply(replyTo)), patience);
    if (repeatable && !answer.toCompletableFuture().isDone()) {
      AtomicReference<Cancellable> next = new AtomicReference<>();
      Runnable again =
          new Runnable() {
            private Duration wait = FIRST;

            @Override
            public void run() {
              if (!answer.toCompletableFuture().isDone()) {
                entity.tell(question.get());
                wait = wait.multipliedBy(2);
                next.set(schedule(wait, this));
              }
            }
          };
      next.set(schedule(FIRST, again));
      answer.whenComplete((done, failure) -> next.get().cancel());
    }
    return answer;
  }

  private Cancellable schedule(Duration wait, Runnable what) {
    return system.scheduler().scheduleOnce(wait, what, system.executionContext());
  }
}
