package ai.matih.pipelines.node;

import ai.matih.pipelines.embedded.StepRunner;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;

/** stand-in until the step runner lands */
final class TrivialRunner implements StepRunner {
  @Override
  public boolean isTrivial(Step step) {
    return true;
  }

  @Override
  public StepResult run(StepTask task) {
    task.log().info("done");
    return StepResult.NOTHING;
  }
}
