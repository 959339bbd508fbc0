package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which connections a step reads or writes. */
final class StepConnections {
  private StepConnections() {}

  static Set<String> of(Stage stage) {
    Set<String> names = new LinkedHashSet<>();
    stage.steps().forEach(step -> of(step).ifPresent(names::add));
    return names;
  }

  static Optional<String> of(Step step) {
    return switch (step.work()) {
      case StepWork.Extract extract -> Optional.of(extract.source().connection());
      case StepWork.Load load -> load.sink().connection();
      case StepWork.Transform ignored -> Optional.empty();
      case StepWork.Check ignored -> Optional.empty();
      case StepWork.Task task ->
          task.work() instanceof TaskWork.Sql sql ? sql.connection() : Optional.empty();
    };
  }
}
