package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.planning.Stage;
import java.util.List;

/**
 * The slots that a run will ask for as soon as it has started. Whoever starts it asks for them
 * already: the grants then arrive while the run recovers its empty journal, and start and first
 * attempts are one write. Only a hint: one that is lost, or comes before the start, is asked for
 * again by the run itself, and a run that does not want the slot gives it back.
 */
public final class SlotsAhead {
  private SlotsAhead() {}

  /** What to tell admission once the start of {@code spec} is on its way. */
  public static List<ExecutionEffect.AskSlot> of(ExecutionSpec spec) {
    return spec.plan().stages().stream()
        .filter(stage -> stage.after().isEmpty() && stage.gates().isEmpty())
        .filter(stage -> !reused(spec, stage))
        .map(
            stage ->
                new ExecutionEffect.AskSlot(
                    new AttemptId(spec.id(), stage.name(), 1),
                    stage.instance(),
                    spec.priority(),
                    spec.submittedAt()))
        .toList();
  }

  private static boolean reused(ExecutionSpec spec, Stage stage) {
    return stage.steps().stream().allMatch(step -> spec.reused().containsKey(step.name()));
  }
}
