package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The steps of a task graph, in an order of execution. An approval task becomes a gate before what
 * depends on it; each check of a quality task becomes a step.
 */
final class TaskSteps {
  /** What stands behind a task: the steps that end it and what its dependents must wait for. */
  private record Ended(List<String> steps, List<String> gateChecks, List<GateRule> approvals) {}

  private final StepNames names = new StepNames();
  private final List<DraftStep> steps = new ArrayList<>();
  private final Map<String, TaskDefinition> tasks = new LinkedHashMap<>();
  private final Map<String, Ended> ended = new HashMap<>();

  private TaskSteps(List<TaskDefinition> definitions) {
    definitions.forEach(task -> tasks.put(task.id(), task));
  }

  static List<DraftStep> of(List<TaskDefinition> definitions) {
    TaskSteps build = new TaskSteps(definitions);
    definitions.forEach(task -> build.end(task.id()));
    return List.copyOf(build.steps);
  }

  /** Adds a task after those that it depends on. The reader has refused cycles. */
  private Ended end(String id) {
    Ended known = ended.get(id);
    if (known != null) {
      return known;
    }
    TaskDefinition task = tasks.get(id);
    Set<String> after = new LinkedHashSet<>();
    Set<String> gateChecks = new LinkedHashSet<>();
    Set<GateRule> approvals = new LinkedHashSet<>();
    for (String dependency : task.dependsOn()) {
      Ended before = end(dependency);
      after.addAll(before.steps());
      gateChecks.addAll(before.gateChecks());
      approvals.addAll(before.approvals());
    }
    Ended before = new Ended(List.copyOf(after), List.copyOf(gateChecks), List.copyOf(approvals));
    Ended result = add(task, before);
    ended.put(id, result);
    return result;
  }

  private Ended add(TaskDefinition task, Ended before) {
    return switch (task.work()) {
      case TaskWork.Approve approve -> {
        List<GateRule> approvals = new ArrayList<>(before.approvals());
        approvals.add(Gates.rule(task.id(), approve, task.timeout().orElse(Gates.TIMEOUT)));
        yield new Ended(before.steps(), before.gateChecks(), approvals);
      }
      case TaskWork.Quality quality -> checks(task, quality, before);
      case TaskWork.Sql sql -> one(task, inputs(task, sql), before);
      case TaskWork.Notify ignored -> one(task, List.of(), before);
      case TaskWork.Log ignored -> one(task, List.of(), before);
      case TaskWork.Python ignored -> one(task, List.of(), before);
      case TaskWork.Spark ignored -> one(task, List.of(), before);
      case TaskWork.Flink ignored -> one(task, List.of(), before);
      case TaskWork.Dbt ignored -> one(task, List.of(), before);
    };
  }

  private Ended one(TaskDefinition task, List<Step.Input> inputs, Ended before) {
    String name = add(task, task.id(), new StepWork.Task(task.work()), inputs, before);
    return new Ended(List.of(name), List.of(), List.of());
  }

  private Ended checks(TaskDefinition task, TaskWork.Quality quality, Ended before) {
    List<String> all = new ArrayList<>();
    for (QualityCheck check : quality.checks()) {
      String label = quality.checks().size() == 1 ? task.id() : task.id() + "." + check.name();
      List<Step.Input> inputs =
          ended.containsKey(check.input())
              ? ended.get(check.input()).steps().stream()
                  .map(step -> new Step.Input(relation(tasks.get(check.input())), step))
                  .toList()
              : List.of();
      all.add(add(task, label, new StepWork.Check(check), inputs, before));
    }
    List<String> approved =
        quality.checks().stream()
            .filter(check -> check.onFail() == OnFail.APPROVE)
            .map(QualityCheck::name)
            .toList();
    return new Ended(all, approved, List.of());
  }

  private String add(
      TaskDefinition task, String label, StepWork work, List<Step.Input> inputs, Ended before) {
    Set<String> after = new LinkedHashSet<>(before.steps());
    inputs.forEach(input -> after.add(input.step()));
    DraftStep step =
        new DraftStep(
            names.give(work, label),
            task.id(),
            work,
            inputs,
            List.copyOf(after),
            task.engine(),
            task.retryPolicy(),
            task.timeout(),
            before.gateChecks(),
            before.approvals());
    steps.add(step);
    return step.name();
  }

  /** The results of earlier queries that this one names, by output or by task. */
  private List<Step.Input> inputs(TaskDefinition task, TaskWork.Sql sql) {
    List<Step.Input> inputs = new ArrayList<>();
    for (TaskDefinition earlier : ancestors(task)) {
      for (String name : List.of(relation(earlier), earlier.id())) {
        if (earlier.work() instanceof TaskWork.Sql && mentions(sql.query(), name)) {
          inputs.add(new Step.Input(name, ended.get(earlier.id()).steps().getFirst()));
          break;
        }
      }
    }
    return inputs;
  }

  private List<TaskDefinition> ancestors(TaskDefinition task) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(task.dependsOn());
    while (!open.isEmpty()) {
      String id = open.removeFirst();
      if (found.add(id)) {
        open.addAll(tasks.get(id).dependsOn());
      }
    }
    return tasks.values().stream().filter(other -> found.contains(other.id())).toList();
  }

  private static String relation(TaskDefinition task) {
    return task.work() instanceof TaskWork.Sql sql ? sql.output().orElse(task.id()) : task.id();
  }

  private static boolean mentions(String query, String name) {
    return Pattern.compile(
            "(?<![\\w.])" + Pattern.quote(name) + "(?![\\w.])", Pattern.CASE_INSENSITIVE)
        .matcher(query)
        .find();
  }
}
