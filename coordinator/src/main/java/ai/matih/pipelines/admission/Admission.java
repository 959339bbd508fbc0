package ai.matih.pipelines.admission;

import ai.matih.pipelines.engine.AttemptId;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
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
  private static final Duration REVIEW = Duration.ofSeconds(15);

  private final Slots slots;
  private final Clock clock;
  private final Consumer<AttemptId> grant;

  /**
   * @param grant tells the attempt's execution that it has the slot; told again to holders at every
   *     review, who answer with Hold or Return
   */
  public static Behavior<AdmissionMessage> behavior(
      int capacity, int tenantLimit, Clock clock, Consumer<AttemptId> grant) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new AdmissionMessage.Review(), REVIEW);
                  return new Admission(context, new Slots(capacity, tenantLimit), clock, grant);
                }));
  }

  private Admission(
      ActorContext<AdmissionMessage> context, Slots slots, Clock clock, Consumer<AttemptId> grant) {
    super(context);
    this.slots = slots;
    this.clock = clock;
    this.grant = grant;
  }

  @Override
  public Receive<AdmissionMessage> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::receive).build();
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
    return this;
  }
}
