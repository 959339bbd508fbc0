package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillCancelRequested;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEnded;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEvent;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillRetried;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillStarted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.schedule.Backfill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the backfills of a pipeline. */
final class BackfillEvolution {
  /** Backfills that are kept; of those that have ended the oldest are forgotten first. */
  private static final int REMEMBERED = 20;

  private BackfillEvolution() {}

  static Pipeline of(Pipeline state, PipelineEvent event, Instant at) {
    if (event instanceof BackfillEvent backfill) {
      return changed(state, backfill, at);
    }
    if (state.backfills().isEmpty()) {
      return state;
    }
    if (event instanceof ExecutionTicketed ticketed
        && ticketed.spec().origin().orElse(null)
            instanceof RunOrigin.OfBackfill(var id, var data)) {
      return with(state, id, one -> one.taken(data.start(), ticketed.spec().id(), at));
    }
    if (event instanceof ExecutionEndNoted ended) {
      boolean well = ended.status() == ExecutionStatus.SUCCEEDED;
      List<Backfill> all =
          state.backfills().stream()
              .map(one -> one.ended(ended.execution(), well, ended.status().name(), at))
              .toList();
      return state.withBackfills(all);
    }
    return state;
  }

  private static Pipeline changed(Pipeline state, BackfillEvent event, Instant at) {
    return switch (event) {
      case BackfillStarted started -> {
        List<Backfill> all = new ArrayList<>(state.backfills());
        all.add(
            Backfill.begun(
                started.backfill(), started.request(), started.total(), started.by(), at));
        for (int one = 0; all.size() > REMEMBERED && one < all.size(); ) {
          if (all.get(one).status().ended()) {
            all.remove(one);
          } else {
            one++;
          }
        }
        yield state.withBackfills(all);
      }
      case BackfillPaused paused ->
          in(state, paused, Backfill.Status.PAUSED, Optional.of(paused.reason()), at);
      case BackfillResumed resumed ->
          in(state, resumed, Backfill.Status.RUNNING, Optional.empty(), at);
      case BackfillCancelRequested cancel ->
          in(state, cancel, Backfill.Status.CANCELLING, Optional.of(cancel.reason()), at);
      case BackfillRetried retried -> with(state, retried.backfill(), one -> one.retried(at));
      case BackfillEnded ended ->
          with(
              state,
              ended.backfill(),
              one ->
                  one.in(
                      ended.outcome(),
                      ended.outcome() == Backfill.Status.CANCELLED
                          ? one.reason()
                          : Optional.empty(),
                      at));
    };
  }

  private static Pipeline in(
      Pipeline state,
      BackfillEvent event,
      Backfill.Status next,
      Optional<String> reason,
      Instant at) {
    return with(state, event.backfill(), one -> one.in(next, reason, at));
  }

  private static Pipeline with(Pipeline state, BackfillId id, UnaryOperator<Backfill> change) {
    return state.withBackfills(
        state.backfills().stream()
            .map(one -> one.id().equals(id) ? change.apply(one) : one)
            .toList());
  }
}
