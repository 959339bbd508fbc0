package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineCommand.BackfillPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.Pinned;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareBackfill;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.planning.RunValues;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an interval of a backfill becomes a run, once it is known what the run is pinned to. */
final class BackfillRuns {
  private BackfillRuns() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> prepared(
      Pipeline state, BackfillPrepared prepared, Instant now) {
    Optional<Backfill> known = state.backfill(prepared.backfill());
    Optional<DataInterval> startable =
        known
            .flatMap(Backfill::startable)
            .filter(interval -> interval.start().equals(prepared.start()));
    if (startable.isEmpty() || Backfills.owed(state).isEmpty()) {
      return Decision.nothing();
    }
    Backfill backfill = known.get();
    if (prepared.revision() != state.live().number()) {
      return new Decision<>(
          List.of(), List.of(new PrepareBackfill(backfill, startable.get())), Optional.empty());
    }
    if (prepared.pinned().isEmpty()) {
      return paused(backfill, prepared.problem());
    }
    Pinned pinned = prepared.pinned().get();
    Optional<BudgetCheck> budget = Budgets.check(state, pinned.plan(), now);
    Optional<Refused> tooMuch = Budgets.refuse(state, budget, now);
    if (tooMuch.isPresent()) {
      return paused(backfill, tooMuch.get().message());
    }
    ExecutionSpec spec = spec(state, backfill, startable.get(), pinned, budget, now);
    List<PipelineEvent> events = List.of(new ExecutionTicketed(spec, Idempotency.NONE));
    List<PipelineEffect> effects = new ArrayList<>();
    effects.add(new StartExecution(spec));
    effects.addAll(Backfills.owed(Driving.after(state, events, now)));
    return new Decision<>(events, effects, Optional.empty());
  }

  /** It is not the interval's fault, so the next one would fare no better. */
  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> paused(
      Backfill backfill, String why) {
    return new Decision<>(
        List.of(new BackfillPaused(backfill.id(), why, Idempotency.NONE)),
        List.of(),
        Optional.empty());
  }

  /** A later round belongs to the first one's chain, so that what it committed is found again. */
  private static ExecutionSpec spec(
      Pipeline state,
      Backfill backfill,
      DataInterval interval,
      Pinned pinned,
      Optional<BudgetCheck> budget,
      Instant now) {
    ExecutionId first = ExecutionId.backfill(backfill.id(), interval.start(), 0);
    ExecutionId id = backfill.execution(interval.start());
    return new ExecutionSpec(
        id,
        state.tenant().orElseThrow(),
        state.id().orElseThrow(),
        state.live().number(),
        pinned.plan(),
        first,
        id.equals(first) ? Optional.empty() : Optional.of(first),
        Map.of(),
        pinned.parameters(),
        pinned.values(
            RunValues.backfilled(
                interval, backfill.request().zone(), pinned.parameters(), state.lastSucceeded())),
        pinned.connections(),
        Priority.LOW,
        pinned.prices(),
        backfill.startedBy(),
        now,
        budget,
        Optional.empty(),
        Optional.of(new RunOrigin.OfBackfill(backfill.id(), interval)),
        Expectations.of(state.live().definition().orchestration(), now));
  }
}
