package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.StepWork;

/** Tasks that only say something: no I/O, no wait. */
final class SpokenTasks {
  private SpokenTasks() {}

  static StepResult run(StepTask task) {
    var values = new RunValues(task.order().values());
    if (task.step().work() instanceof StepWork.Task spoken) {
      if (spoken.work() instanceof TaskWork.Log log) {
        task.log().info(values.inText(log.message()));
      } else if (spoken.work() instanceof TaskWork.Notify notify) {
        task.log()
            .warn(
                "not sent, for this node has no "
                    + notify.channel().wireName()
                    + " channel: "
                    + values.inText(notify.message()));
      }
    }
    return StepResult.NOTHING;
  }
}
