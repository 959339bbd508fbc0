package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Sight;
import java.util.Set;

/** What a pipeline asks of its runs once its events are durable. All may be repeated. */
public sealed interface PipelineEffect {

  /** Send Start, until the run has answered. */
  record StartExecution(ExecutionSpec spec) implements PipelineEffect {}

  /** Tell the run that its end is noted, in the round in which it was told. */
  record ConfirmEnd(ExecutionId execution, int round) implements PipelineEffect {}

  /** Find out what a run of this due time is pinned to; {@code IntervalPrepared} tells it. */
  record PrepareInterval(Interval interval) implements PipelineEffect {}

  /**
   * Find out what the run of a backfill's interval is pinned to; {@code BackfillPrepared} tells.
   */
  record PrepareBackfill(Backfill backfill, DataInterval interval) implements PipelineEffect {}

  /** Find out what the run of a firing is pinned to; {@code FiringPrepared} tells it. */
  record PrepareFiring(Firing firing) implements PipelineEffect {}

  /**
   * Look whether a trigger finds something; {@code Looked} tells.
   *
   * @param parameters the names of the definition's
   */
  record LookFor(String trigger, Trigger.Polled polled, Sight sight, Set<String> parameters)
      implements PipelineEffect {}

  /** Nobody needs to look for this trigger any more. */
  record LookNoMore(String trigger) implements PipelineEffect {}

  /** Stop a run of a backfill that is cancelled. */
  record StopBackfillRun(ExecutionId execution, String reason) implements PipelineEffect {}

  /** Stop a run so that a later due time can start; {@code abandon}: without proof. */
  record StopExecution(ExecutionId execution, boolean abandon) implements PipelineEffect {}

  /** Answer everyone who waits for this run to be started, with {@code reply}. */
  record AnswerExecute(PipelineReply.Ticketed reply) implements PipelineEffect {}
}
