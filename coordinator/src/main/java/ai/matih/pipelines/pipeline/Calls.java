package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineCommand.Called;
import ai.matih.pipelines.pipeline.PipelineReply.Met;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls of webhook triggers: findings like those of the other triggers, but that somebody waits for
 * an answer. What has a place starts at once; what could neither run nor wait is refused, so that
 * its sender keeps it.
 */
final class Calls {
  private Calls() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> called(
      Pipeline state, Called called, Instant now) {
    Firing call = called.call();
    if (!(state.drivenTriggers().get(call.trigger()) instanceof Trigger.Webhook hook)) {
      return Decision.reply(new PipelineReply.NotFound());
    }
    ExecutionId run = called.execution();
    Optional<Ticket> going = state.ticket(run);
    if (going.isPresent()) {
      return Tickets.again(state, going.get());
    }
    if (state.triggers().sight(call.trigger()).filter(one -> one.knows(call.key())).isPresent()) {
      return Decision.reply(before(state, call, run, now));
    }
    if (state.status() != PipelineStatus.ACTIVE) {
      return Decision.reply(Permissions.notIn(state.status()));
    }
    if (state.triggers().rests(call.trigger())) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "TRIGGER_PAUSED",
              "The trigger " + call.trigger() + " is paused.",
              "Resume it, then call again."));
    }
    return room(state, hook)
        .<Decision<PipelineEvent, PipelineEffect, PipelineReply>>map(Decision::reply)
        .orElseGet(() -> taken(state, called, hook, run, now));
  }

  /** What waits is prepared anew, by what is live then. */
  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> taken(
      Pipeline state, Called called, Trigger.Webhook hook, ExecutionId run, Instant now) {
    Firing call = called.call();
    List<PipelineEvent> events = new ArrayList<>(Firings.met(state, call, hook, now));
    Pipeline then = Driving.after(state, events, now);
    if (called.revision() == state.live().number()
        && Firings.startable(then).stream().anyMatch(one -> one.is(call.trigger(), call.key()))) {
      Decision<PipelineEvent, PipelineEffect, PipelineReply> promised =
          TriggeredRuns.promised(then, call, called.pinned(), now);
      if (promised.reply().isPresent()) {
        return promised;
      }
      events.addAll(promised.events());
      List<PipelineEffect> effects = new ArrayList<>(promised.effects());
      effects.addAll(PipelineLifecycle.owed(Driving.after(state, events, now)));
      return new Decision<>(events, effects, Optional.empty());
    }
    return new Decision<>(
        events, PipelineLifecycle.owed(then), Optional.of(new Met(run, missed(then, call))));
  }

  /** The same call again: it waits, does not run, or its run is over. */
  private static PipelineReply before(Pipeline state, Firing call, ExecutionId run, Instant now) {
    Optional<Missed> missed = missed(state, call);
    boolean waits =
        state.triggers().waiting().stream().anyMatch(one -> one.is(call.trigger(), call.key()));
    return waits || missed.isPresent()
        ? new Met(run, missed)
        : new PipelineReply.Ticketed(run, state.live().number(), now);
  }

  private static Optional<Missed> missed(Pipeline state, Firing call) {
    return state.triggers().missed().stream()
        .filter(one -> one.trigger().equals(call.trigger()) && one.key().equals(call.key()))
        .findFirst();
  }

  private static Optional<Refused> room(Pipeline state, Trigger.Webhook hook) {
    boolean waits =
        switch (Firings.policy(hook)) {
          case BUFFER_ALL, ALLOW_ALL -> true;
          case SKIP, BUFFER_ONE, CANCEL_OTHER, TERMINATE_OTHER -> false;
        };
    return waits && state.triggers().waiting().size() >= Firings.MOST_WAITING
        ? Optional.of(
            new Refused(
                Refusal.CONFLICT,
                "TOO_MANY_RUNS",
                Firings.MOST_WAITING + " calls and findings wait for their runs already.",
                "Call again when some have run, or raise max_concurrent."))
        : Optional.empty();
  }
}
