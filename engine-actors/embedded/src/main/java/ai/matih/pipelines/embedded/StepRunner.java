package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;

/**
 * Does the work of one step. Safe for use from any thread; calls block until the work is done. The
 * same step of the same attempt may come again, with a higher epoch, after its owner was lost.
 */
public interface StepRunner {

  /** Whether the step is so small that it needs no thread of its own: no I/O, no wait. */
  boolean isTrivial(Step step);

  /**
   * Whether what a finished step has left for later steps is still to be had here. It is not if its
   * owner was on another machine that shared no work location with this one.
   */
  default boolean has(StepResult finished) {
    return true;
  }

  /**
   * Runs the step.
   *
   * @throws ai.matih.pipelines.connectors.StepFailure if it ends badly
   * @throws ai.matih.pipelines.connectors.StepCancelled if its token was cancelled; nothing of it
   *     remains
   */
  StepResult run(StepTask task);
}
