package ai.matih.pipelines.entity;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Asks an entity again and again until it answers or patience ends. A message to a shard that is
 * handed over is dropped by design, and an answer dies with the node that had it; whoever waits for
 * it should not have to know. The first answer counts, whichever question it is to. Where most asks
 * are late it is not messages that were lost, it is too much work: so the repetitions of a node
 * have a bound, by time, since one that only answers fill is spent before a new owner is there.
 * Thread-safe.
 */
public final class RepeatedAsk {
  /** The wait before the next question. Far longer than an entity at hand takes. */
  private static final Duration WAIT = Duration.ofMillis(1_500);

  /** Repetitions at once. */
  private static final int MOST = 100;

  /** Between the repetitions beyond them, in nanoseconds. */
  private static final long EACH = TimeUnit.SECONDS.toNanos(1) / 50;

  private final ActorSystem<?> system;
  private final Duration patience;

  /** When the last repetition that was granted is paid off, by {@link System#nanoTime}. */
  private final AtomicLong paidOff = new AtomicLong(System.nanoTime() - MOST * EACH);

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
    long now = System.nanoTime();
    long before =
        paidOff.getAndUpdate(
            at -> at - now > 0 ? at : now + Math.max(at - now, -MOST * EACH) + EACH);
    return before - now <= 0;
  }

  private Cancellable schedule(Runnable what) {
    return system.scheduler().scheduleOnce(WAIT, what, system.executionContext());
  }
}
