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
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import ai.matih.pipelines.trigger.Watch;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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

  /**
   * Nothing to change: only the key, if there is one, is kept. Without a key it proves that whoever
   * answered knew the whole journal.
   */
  record RequestNoted(Idempotency idempotency) implements PipelineEvent {}

  /** A run is promised, with everything it is pinned to; it holds one of the pipeline's slots. */
  record ExecutionTicketed(ExecutionSpec spec, Idempotency idempotency) implements PipelineEvent {}

  /** A due time has come and waits to be started. */
  record IntervalDue(Interval interval) implements PipelineEvent {}

  /** Due times that do not run, whether they waited or not. */
  record IntervalsSkipped(Skip skip) implements PipelineEvent {}

  /** What its triggers see, and what comes of it. */
  sealed interface TriggerEvent extends PipelineEvent {
    /** The caller's key, if a person asked for it. */
    default Idempotency idempotency() {
      return Idempotency.NONE;
    }
  }

  /** From now on this is done outside for its triggers, and nothing else. */
  record TriggersDriven(List<Watch> watches) implements TriggerEvent {
    public TriggersDriven {
      watches = List.copyOf(watches);
    }
  }

  /** A dataset that a trigger waits for has a new version; {@code place} is that of its load. */
  record DatasetArrived(String trigger, Evidence.Arrival arrival, long place)
      implements TriggerEvent {}

  /**
   * A trigger has looked, and something is other than at its last look.
   *
   * @param position where the next look begins; absent if it stays
   * @param seen by path, files that are new or changed
   * @param gone files that are no longer there
   * @param problem why it could not look, or not at everything
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record TriggerLooked(
      String trigger,
      Optional<String> position,
      Map<String, String> seen,
      List<String> gone,
      Optional<String> problem)
      implements TriggerEvent {
    public TriggerLooked {
      position = position == null ? Optional.empty() : position;
      seen = seen == null ? Map.of() : Map.copyOf(seen);
      gone = gone == null ? List.of() : List.copyOf(gone);
      problem = problem == null ? Optional.empty() : problem;
    }
  }

  /** A trigger has found something to run, which waits for its run. */
  record TriggerFired(Firing firing) implements TriggerEvent {}

  /** Nothing starts by this trigger until it is resumed. */
  record TriggerPaused(String trigger, Idempotency idempotency) implements TriggerEvent {}

  /** This trigger starts runs again. */
  record TriggerResumed(String trigger, Idempotency idempotency) implements TriggerEvent {}

  /** What a trigger found does not run. */
  record FiringMissed(Missed missed) implements TriggerEvent {}

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
