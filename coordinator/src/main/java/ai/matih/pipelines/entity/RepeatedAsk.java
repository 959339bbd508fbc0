package ai.matih.pipelines.entity;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Asks an entity again and again until it answers or patience ends. A message to a shard that is
 * handed over is dropped by design, and an answer dies with the node that had it; whoever waits for
 * it should not have to know. The first answer counts, whichever question it is to. Where most asks
 * are late it is not a message that was lost, it is too much work: then no more than one ask in ten
 * is repeated. Thread-safe.
 */
public final class RepeatedAsk {
  /** The wait before the next question. Far longer than an entity at hand takes. */
  private static final Duration WAIT = Duration.ofMillis(1_500);

  /**
   * What an ask earns and a repetition costs; it begins with, and never has more than, the most.
   */
  private static final int EARNED = 1;

  private static final int COST = 10;
  private static final int MOST = 100 * COST;

  private final ActorSystem<?> system;
  private final Duration patience;
  private final AtomicInteger budget = new AtomicInteger(MOST);

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
    budget.updateAndGet(had -> Math.min(MOST, had + EARNED));
    AtomicReference<EntityMessage<C, R>> question = new AtomicReference<>();
    CompletionStage<R> answer =
        entity.ask(replyTo -> question.updateAndGet(none -> message.apply(replyTo)), patience);
    if (repeatable && !answer.toCompletableFuture().isDone()) {
      AtomicReference<Cancellable> next = new AtomicReference<>();
      Runnable again =
          new Runnable() {
            @Override
            public void run() {
              if (!answer.toCompletableFuture().isDone()) {
                if (affordable()) {
                  entity.tell(question.get());
                }
                next.set(schedule(this));
              }
            }
          };
      next.set(schedule(again));
      answer.whenComplete((done, failure) -> next.get().cancel());
    }
    return answer;
  }

  private boolean affordable() {
    return budget.getAndUpdate(had -> had >= COST ? had - COST : had) >= COST;
  }

  private Cancellable schedule(Runnable what) {
    return system.scheduler().scheduleOnce(WAIT, what, system.executionContext());
  }
}
