package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineStatus.ACTIVE;
import static ai.matih.pipelines.pipeline.PipelineStatus.ARCHIVED;
import static ai.matih.pipelines.pipeline.PipelineStatus.CREATED;
import static ai.matih.pipelines.pipeline.PipelineStatus.DELETED;
import static ai.matih.pipelines.pipeline.PipelineStatus.NEW;
import static ai.matih.pipelines.pipeline.PipelineStatus.PAUSED;

import ai.matih.pipelines.entity.TransitionTable;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillCancelRequested;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEnded;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillRetried;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillStarted;
import ai.matih.pipelines.pipeline.PipelineEvent.DatasetArrived;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionStartNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalDue;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineActivated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineArchived;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineCreated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineDeleted;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelinePaused;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineRolledBack;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineUpdated;
import ai.matih.pipelines.pipeline.PipelineEvent.RequestNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerLooked;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggersDriven;
import java.util.List;

/** The life of a pipeline. A change without a row here is refused. */
public final class PipelineTable {

  /** The rows. */
  public static final TransitionTable<PipelineStatus, PipelineEvent> ROWS = rows();

  private PipelineTable() {}

  private static TransitionTable<PipelineStatus, PipelineEvent> rows() {
    TransitionTable<PipelineStatus, PipelineEvent> table =
        new TransitionTable<PipelineStatus, PipelineEvent>()
            .add(NEW, PipelineCreated.class, CREATED, "defined, with revision 1")
            .add(CREATED, PipelineActivated.class, ACTIVE, "its schedule is driven from now on")
            .add(ACTIVE, PipelinePaused.class, PAUSED, "its schedule rests")
            .add(PAUSED, PipelineResumed.class, ACTIVE, "its schedule is driven again")
            .add(PAUSED, PipelineActivated.class, ACTIVE, "its schedule is driven again")
            .add(ARCHIVED, PipelineActivated.class, ACTIVE, "taken back into use");
    for (PipelineStatus usable : List.of(CREATED, ACTIVE, PAUSED)) {
      table
          .add(usable, PipelineUpdated.class, usable, "a new revision is live")
          .add(usable, PipelineRolledBack.class, usable, "an earlier content is live again")
          .add(usable, ExecutionTicketed.class, usable, "a run is promised")
          .add(usable, PipelineArchived.class, ARCHIVED, "kept for its history");
    }
    table
        .add(ACTIVE, IntervalDue.class, ACTIVE, "a due time has come and waits to be started")
        .add(ACTIVE, IntervalsSkipped.class, ACTIVE, "due times do not run, and it says why")
        .add(PAUSED, IntervalsSkipped.class, PAUSED, "due times of the pause do not run");
    for (PipelineStatus usable : List.of(CREATED, ACTIVE, PAUSED)) {
      table
          .add(usable, BackfillStarted.class, usable, "a range of intervals is run")
          .add(usable, BackfillPaused.class, usable, "no interval of the backfill starts")
          .add(usable, BackfillResumed.class, usable, "its intervals start again")
          .add(usable, BackfillCancelRequested.class, usable, "what runs of it is stopped")
          .add(usable, BackfillRetried.class, usable, "its failed intervals run again");
    }
    for (PipelineStatus usable : List.of(CREATED, ACTIVE, PAUSED)) {
      table
          .add(usable, TriggerPaused.class, usable, "one of its triggers starts nothing")
          .add(usable, TriggerResumed.class, usable, "the trigger starts runs again");
    }
    for (PipelineStatus driven : List.of(ACTIVE, PAUSED)) {
      table
          .add(driven, DatasetArrived.class, driven, "a dataset that is waited for is new")
          .add(driven, TriggerLooked.class, driven, "a trigger has looked")
          .add(driven, FiringMissed.class, driven, "what a trigger found does not run");
    }
    table.add(ACTIVE, TriggerFired.class, ACTIVE, "what a trigger found waits for its run");
    table.add(ARCHIVED, FiringMissed.class, ARCHIVED, "what a trigger found does not run");
    for (PipelineStatus status : List.of(ACTIVE, PAUSED, ARCHIVED, DELETED)) {
      table.add(status, TriggersDriven.class, status, "its triggers are driven, or rest");
    }
    for (PipelineStatus there : List.of(CREATED, ACTIVE, PAUSED, ARCHIVED)) {
      table
          .add(
              there, RequestNoted.class, there, "asked for what is so already, or told a known end")
          .add(there, ExecutionStartNoted.class, there, "a promised run has started")
          .add(there, ExecutionEndNoted.class, there, "a run has ended")
          .add(there, BackfillEnded.class, there, "nothing of the backfill is left")
          .add(there, PipelineDeleted.class, DELETED, "gone; no run was in flight");
    }
    return table;
  }
}
