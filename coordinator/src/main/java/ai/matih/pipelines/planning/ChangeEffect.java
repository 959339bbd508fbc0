package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.TaskWork;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a change touches, in a sentence. */
final class ChangeEffect {
  private final List<DraftStep> live;
  private final List<DraftStep> next;

  ChangeEffect(PipelineDefinition live, PipelineDefinition next) {
    this.live = StepGraph.of(live);
    this.next = StepGraph.of(next);
  }

  String of(DefinitionPath path) {
    return switch (path.section()) {
      case "metadata" -> "nothing runs differently";
      case "parameters" -> "concerns whoever starts runs with " + path.item();
      case "orchestration" -> orchestration(path.item());
      default -> outputs(path);
    };
  }

  private static String orchestration(String field) {
    return switch (field) {
      case "engine" -> "later runs go to another engine";
      case "schedule" -> "the schedule has other due times";
      case "approvals" -> "later runs wait for people elsewhere";
      case "wait_for" -> "later runs wait for other data";
      case "notifications" -> "others are told";
      default -> "holds for runs that start from now on";
    };
  }

  private String outputs(DefinitionPath path) {
    String subject = path.section().equals("quality_checks") ? "check " + path.item() : path.item();
    Set<String> outputs = new TreeSet<>(behind(subject, live));
    outputs.addAll(behind(subject, next));
    return outputs.isEmpty() ? "no output is touched" : "touches " + String.join(", ", outputs);
  }

  /** What the steps of a subject and all steps behind them leave for the world. */
  private static Set<String> behind(String subject, List<DraftStep> steps) {
    Set<String> reached = new LinkedHashSet<>();
    Set<String> outputs = new LinkedHashSet<>();
    for (DraftStep step : steps) {
      if (step.isNamed(subject) || step.after().stream().anyMatch(reached::contains)) {
        reached.add(step.name());
        switch (step.work()) {
          case StepWork.Load load -> outputs.add(load.load().target() + " in " + load.sinkName());
          case StepWork.Task task -> {
            if (task.work() instanceof TaskWork.Sql sql) {
              sql.output().ifPresent(outputs::add);
            }
          }
          case StepWork.Extract ignored -> {}
          case StepWork.Transform ignored -> {}
          case StepWork.Check ignored -> {}
        }
      }
    }
    return outputs;
  }
}
