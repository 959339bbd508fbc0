package ai.matih.pipelines.admission;

import ai.matih.pipelines.engine.AttemptId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Admission to one engine instance (design section 6). It keeps nothing durable: executions ask and
 * announce again whenever they recover, and it asks those who hold a slot long whether they still
 * do.
 */
public final class Admission extends AbstractBehavior<AdmissionMessage> {
  /** How many attempts hold a slot and how many wait for one. */
  public record Load(int held, int waiting) {}

  private static final Duration REVIEW = Duration.ofSeconds(15);

  private final Slots slots;
  private final Clock clock;
  private final Consumer<AttemptId> grant;
  private final Consumer<Optional<Load>> load;

  /**
   * @param grant tells the attempt's execution that it has the slot; told again to holders at every
   *     review, who answer with Hold or Return
   * @param load hears of every change, on the actor's thread; empty when the actor has stopped
   */
  public static Behavior<AdmissionMessage> behavior(
      int capacity,
      int tenantLimit,
      Clock clock,
      Consumer<AttemptId> grant,
      Consumer<Optional<Load>> load) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new AdmissionMessage.Review(), REVIEW);
                  return new Admission(
                      context, new Slots(capacity, tenantLimit), clock, grant, load);
                }));
  }

  private Admission(
      ActorContext<AdmissionMessage> context,
      Slots slots,
      Clock clock,
      Consumer<AttemptId> grant,
      Consumer<Optional<Load>> load) {
    super(context);
    this.slots = slots;
    this.clock = clock;
    this.grant = grant;
    this.load = load;
  }

  @Override
  public Receive<AdmissionMessage> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::receive)
        .onSignal(PostStop.class, signal -> stopped())
        .build();
  }

  private Behavior<AdmissionMessage> receive(AdmissionMessage message) {
    switch (message) {
      case AdmissionMessage.Ask ask -> {
        if (slots.ask(ask.attempt(), ask.tenant(), ask.priority(), ask.since())) {
          grant.accept(ask.attempt());
        }
      }
      case AdmissionMessage.Hold hold -> slots.hold(hold.attempt(), hold.tenant());
      case AdmissionMessage.Return back -> slots.giveBack(back.attempt());
      case AdmissionMessage.Review ignored -> slots.holders().forEach(grant);
    }
    slots.grant(clock.instant()).forEach(grant);
    load.accept(Optional.of(new Load(slots.held(), slots.queued())));
    return this;
  }

  private Behavior<AdmissionMessage> stopped() {
    load.accept(Optional.empty());
    return this;
  }
}
