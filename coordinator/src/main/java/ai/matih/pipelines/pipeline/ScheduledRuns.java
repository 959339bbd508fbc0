package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineCommand.IntervalPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.Pinned;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareInterval;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.planning.RunValues;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Skip;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a due time becomes a run, once it is known what the run is pinned to. */
final class ScheduledRuns {
  /** Who starts scheduled runs, as {@code startedBy} shows it. */
  static final String STARTER = "schedule";

  private ScheduledRuns() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> prepared(
      Pipeline state, IntervalPrepared prepared, Instant now) {
    Optional<Interval> startable =
        Overlap.startable(state).stream()
            .filter(one -> one.is(prepared.generation(), prepared.nominal()))
            .findFirst();
    if (startable.isEmpty() || state.inFlight() >= Tickets.MOST) {
      return Decision.nothing();
    }
    Interval interval = startable.get();
    if (prepared.revision() != state.live().number()) {
      return new Decision<>(List.of(), List.of(new PrepareInterval(interval)), Optional.empty());
    }
    if (prepared.pinned().isEmpty()) {
      return skipped(state, interval, Skip.Reason.BLOCKED, prepared.problem(), now);
    }
    Pinned pinned = prepared.pinned().get();
    Optional<BudgetCheck> budget = Budgets.check(state, pinned.plan(), now);
    Optional<Refused> tooMuch = Budgets.refuse(state, budget, now);
    if (tooMuch.isPresent()) {
      return skipped(state, interval, Skip.Reason.BUDGET, tooMuch.get().message(), now);
    }
    ExecutionSpec spec = spec(state, interval, pinned, budget, now);
    ExecutionTicketed event = new ExecutionTicketed(spec, Idempotency.NONE);
    return new Decision<>(List.of(event), List.of(new StartExecution(spec)), Optional.empty());
  }

  private static ExecutionSpec spec(
      Pipeline state, Interval interval, Pinned pinned, Optional<BudgetCheck> budget, Instant now) {
    ExecutionId id =
        ExecutionId.scheduled(state.id().orElseThrow(), interval.generation(), interval.nominal());
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
        pinned.values(RunValues.scheduled(interval, pinned.parameters(), state.lastSucceeded())),
        pinned.connections(),
        Priority.NORMAL,
        pinned.prices(),
        STARTER,
        now,
        budget,
        Optional.of(interval),
        Optional.empty(),
        Expectations.of(state.live().definition().orchestration(), interval, now));
  }

  /** The next one may start in its place. */
  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> skipped(
      Pipeline state, Interval interval, Skip.Reason why, String detail, Instant now) {
    List<PipelineEvent> events = List.of(new IntervalsSkipped(Skip.of(interval, why, detail)));
    return new Decision<>(
        events, Driving.owed(Driving.after(state, events, now)), Optional.empty());
  }
}
