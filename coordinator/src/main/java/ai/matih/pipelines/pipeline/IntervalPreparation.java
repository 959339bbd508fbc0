package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.trigger.Firing;

/**
 * Finds out what the run of a due time, a backfill or a trigger is pinned to, as an edge does for a
 * run that a person asks for.
 */
public interface IntervalPreparation {

  /**
   * Begins to prepare a run of {@code pipeline}'s live revision for {@code interval}, and tells the
   * pipeline with {@code IntervalPrepared}. If it cannot find out, it says nothing: it is asked
   * again. Must not block or throw.
   */
  void prepare(Pipeline pipeline, Interval interval);

  /** The same for what a trigger found, told with {@code FiringPrepared}. */
  void prepare(Pipeline pipeline, Firing firing);

  /** The same for an interval of a backfill, told with {@code BackfillPrepared}. */
  void prepare(Pipeline pipeline, Backfill backfill, DataInterval interval);
}
