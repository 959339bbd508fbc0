package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;

/**
 * Finds out what the run of a due time or of a backfill is pinned to, as an edge does for a run
 * that a person asks for.
 */
public interface IntervalPreparation {

  /**
   * Begins to prepare a run of {@code pipeline}'s live revision for {@code interval}, and tells the
   * pipeline with {@code IntervalPrepared}. If it cannot find out, it says nothing: it is asked
   * again. Must not block or throw.
   */
  void prepare(Pipeline pipeline, Interval interval);

  /** The same for an interval of a backfill, told with {@code BackfillPrepared}. */
  void prepare(Pipeline pipeline, Backfill backfill, DataInterval interval);
}
