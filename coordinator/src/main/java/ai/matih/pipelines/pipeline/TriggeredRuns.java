package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.PipelineCommand.FiringPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.Pinned;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareFiring;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.planning.RunValues;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How what a trigger found becomes a run, once it is known what the run is pinned to. */
final class TriggeredRuns {
  private TriggeredRuns() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> prepared(
      Pipeline state, FiringPrepared prepared, Instant now) {
    Optional<Firing> startable =
        Firings.startable(state).stream()
            .filter(one -> one.is(prepared.trigger(), prepared.key()))
            .findFirst();
    if (startable.isEmpty() || state.inFlight() >= Tickets.MOST) {
      return Decision.nothing();
    }
    Firing firing = startable.get();
    if (state.ticket(id(state, firing)).isPresent()) {
      return missed(state, firing, Missed.Why.OVERTAKEN, "its run is going already", now);
    }
    if (prepared.revision() != state.live().number()) {
      return new Decision<>(List.of(), List.of(new PrepareFiring(firing)), Optional.empty());
    }
    if (prepared.pinned().isEmpty()) {
      return missed(state, firing, Missed.Why.BLOCKED, prepared.problem(), now);
    }
    Pinned pinned = prepared.pinned().get();
    Decision<PipelineEvent, PipelineEffect, PipelineReply> promised =
        promised(state, firing, pinned, now);
    return promised.reply().orElse(null) instanceof Refused tooMuch
        ? missed(state, firing, Missed.Why.BUDGET, tooMuch.message(), now)
        : promised;
  }

  /** The run is promised, or refused with a reply because it would cost too much. */
  static Decision<PipelineEvent, PipelineEffect, PipelineReply> promised(
      Pipeline state, Firing firing, Pinned pinned, Instant now) {
    Optional<BudgetCheck> budget = Budgets.check(state, pinned.plan(), now);
    Optional<Refused> tooMuch = Budgets.refuse(state, budget, now);
    if (tooMuch.isPresent()) {
      return Decision.reply(tooMuch.get());
    }
    ExecutionSpec spec = spec(state, firing, pinned, budget, now);
    return new Decision<>(
        List.of(new ExecutionTicketed(spec, idempotency(firing))),
        List.of(new StartExecution(spec)),
        Optional.empty());
  }

  static ExecutionId id(Pipeline state, Firing firing) {
    return id(state.id().orElseThrow(), firing);
  }

  /** A call keeps the id that it had when calls did not wait: sent again, it is the same run. */
  static ExecutionId id(PipelineId pipeline, Firing firing) {
    return idempotency(firing)
        .key()
        .map(key -> ExecutionId.of(pipeline, key))
        .orElseGet(() -> ExecutionId.triggered(pipeline, firing.trigger(), firing.key()));
  }

  /** Who calls again is answered as the first time. */
  static Idempotency idempotency(Firing firing) {
    return switch (firing.evidence()) {
      case Evidence.Call ignored ->
          new Idempotency(Optional.of("hook/" + firing.trigger() + "/" + firing.key()), "hook");
      case Evidence.Datasets ignored -> Idempotency.NONE;
      case Evidence.Message ignored -> Idempotency.NONE;
      case Evidence.Files ignored -> Idempotency.NONE;
    };
  }

  private static ExecutionSpec spec(
      Pipeline state, Firing firing, Pinned pinned, Optional<BudgetCheck> budget, Instant now) {
    ExecutionId id = id(state, firing);
    return new ExecutionSpec(
        id,
        state.tenant().orElseThrow(),
        state.id().orElseThrow(),
        state.live().number(),
        pinned.plan(),
        id,
        Optional.empty(),
        Map.of(),
        pinned.parameters(),
        pinned.values(
            RunValues.manual(
                firing.at(), state.schedule(), pinned.parameters(), state.lastSucceeded())),
        pinned.connections(),
        Priority.NORMAL,
        pinned.prices(),
        "trigger:" + firing.trigger(),
        now,
        budget,
        Optional.empty(),
        Optional.of(
            new RunOrigin.OfTrigger(
                firing.trigger(), firing.key(), firing.evidence(), firing.depth())),
        Expectations.of(state.live().definition().orchestration(), firing.at()));
  }

  /** The next one may start in its place. */
  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> missed(
      Pipeline state, Firing firing, Missed.Why why, String detail, Instant now) {
    List<PipelineEvent> events = List.of(new FiringMissed(Missed.of(firing, now, why, detail)));
    return new Decision<>(
        events, PipelineLifecycle.owed(Driving.after(state, events, now)), Optional.empty());
  }
}
