package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.BackfillRequest;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Skip;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The journal of a pipeline. Author and time stand in the record around each event. A change to one
 * of these is a change of the journal's format.
 */
public sealed interface PipelineEvent {

  /** It exists, with its first revision. */
  record PipelineCreated(
      PipelineId id,
      TenantId tenant,
      Description description,
      Revision revision,
      Idempotency idempotency)
      implements PipelineEvent {}

  /** A new revision is live. */
  record PipelineUpdated(Description description, Revision revision, Idempotency idempotency)
      implements PipelineEvent {}

  /** The content of {@code of} is live again, as {@code revision}. */
  record PipelineRolledBack(int of, Revision revision, Idempotency idempotency)
      implements PipelineEvent {}

  /** Its schedule is driven. */
  record PipelineActivated(Idempotency idempotency) implements PipelineEvent {}

  /** Its schedule rests. */
  record PipelinePaused(Idempotency idempotency) implements PipelineEvent {}

  /** Its schedule is driven again. */
  record PipelineResumed(Idempotency idempotency) implements PipelineEvent {}

  /** Kept for its history. */
  record PipelineArchived(Idempotency idempotency) implements PipelineEvent {}

  /** Gone. */
  record PipelineDeleted(Idempotency idempotency) implements PipelineEvent {}

  /** A change was asked for under a key and there was nothing to change: only the key is kept. */
  record RequestNoted(Idempotency idempotency) implements PipelineEvent {}

  /** A run is promised, with everything it is pinned to; it holds one of the pipeline's slots. */
  record ExecutionTicketed(ExecutionSpec spec, Idempotency idempotency) implements PipelineEvent {}

  /** A due time has come and waits to be started. */
  record IntervalDue(Interval interval) implements PipelineEvent {}

  /** Due times that do not run, whether they waited or not. */
  record IntervalsSkipped(Skip skip) implements PipelineEvent {}

  /** What happened to one of its backfills. */
  sealed interface BackfillEvent extends PipelineEvent {
    BackfillId backfill();

    /** The caller's key, if a person asked for it. */
    default Idempotency idempotency() {
      return Idempotency.NONE;
    }
  }

  /** It runs its {@code total} intervals from now on. */
  record BackfillStarted(
      BackfillId backfill, BackfillRequest request, int total, String by, Idempotency idempotency)
      implements BackfillEvent {}

  /** No interval of it starts any more until it is resumed; {@code reason} says why. */
  record BackfillPaused(BackfillId backfill, String reason, Idempotency idempotency)
      implements BackfillEvent {}

  /** Its intervals start again. */
  record BackfillResumed(BackfillId backfill, Idempotency idempotency) implements BackfillEvent {}

  /** No interval of it starts any more, and those that run are stopped. */
  record BackfillCancelRequested(BackfillId backfill, String reason, Idempotency idempotency)
      implements BackfillEvent {}

  /** Its failed intervals run again. */
  record BackfillRetried(BackfillId backfill, Idempotency idempotency) implements BackfillEvent {}

  /** Nothing of it is left to do. */
  record BackfillEnded(BackfillId backfill, Backfill.Status outcome, int succeeded, int failed)
      implements BackfillEvent {}

  /** The run's own start is journaled there. */
  record ExecutionStartNoted(ExecutionId execution) implements PipelineEvent {}

  /**
   * The run ended; its slot is free.
   *
   * @param cost what it did cost; absent in records of 0.1, where what was reserved counts
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record ExecutionEndNoted(
      ExecutionId execution,
      ExecutionStatus status,
      long rows,
      long bytes,
      long durationMillis,
      Optional<BigDecimal> cost)
      implements PipelineEvent {
    public ExecutionEndNoted {
      cost = cost == null ? Optional.empty() : cost;
    }
  }
}
