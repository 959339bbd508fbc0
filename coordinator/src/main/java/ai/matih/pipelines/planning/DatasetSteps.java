package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Transformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a definition with sources and sinks, in an order of execution. The checks on a
 * dataset run before any step that reads it; a check that drops rows stands between.
 */
final class DatasetSteps {
  private final StepNames names = new StepNames();
  private final List<DraftStep> steps = new ArrayList<>();
  private final List<QualityCheck> waitingChecks;

  /** Dataset to the step whose output its readers get. */
  private final Map<String, String> producers = new HashMap<>();

  private final Map<String, List<String>> checkSteps = new HashMap<>();
  private final Map<String, List<String>> approveChecks = new HashMap<>();

  private DatasetSteps(PipelineDefinition definition) {
    waitingChecks = new ArrayList<>(definition.qualityChecks());
  }

  static List<DraftStep> of(PipelineDefinition definition) {
    DatasetSteps build = new DatasetSteps(definition);
    definition
        .sources()
        .forEach(
            (name, source) -> {
              StepWork work = new StepWork.Extract(name, source);
              build.produced(name, build.add(name, work, List.of(), List.of()).name());
            });
    build.addChecks();
    definition.transformations().forEach(build::transform);
    definition.sinks().forEach(build::loads);
    return List.copyOf(build.steps);
  }

  private void transform(Transformation transformation) {
    DraftStep step =
        add(
            transformation.name(),
            new StepWork.Transform(transformation),
            transformation.inputs(),
            transformation.inputs());
    steps.set(
        steps.size() - 1,
        step.with(transformation.engine(), transformation.retryPolicy(), transformation.timeout()));
    produced(transformation.name(), step.name());
    addChecks();
  }

  private void loads(String sinkName, Sink sink) {
    for (Load load : sink.loads()) {
      String label = sink.loads().size() == 1 ? sinkName : sinkName + "." + load.target();
      DraftStep step =
          add(
              label,
              new StepWork.Load(sinkName, sink, load),
              List.of(load.input()),
              List.of(load.input()));
      steps.set(steps.size() - 1, step.about(sinkName));
    }
  }

  private void produced(String dataset, String step) {
    producers.put(dataset, step);
  }

  /** Adds every waiting check whose datasets are all there. */
  private void addChecks() {
    List<QualityCheck> ready =
        waitingChecks.stream()
            .filter(check -> producers.keySet().containsAll(read(check)))
            .toList();
    waitingChecks.removeAll(ready);
    for (QualityCheck check : ready) {
      DraftStep step = add(check.name(), new StepWork.Check(check), read(check), List.of());
      steps.set(steps.size() - 1, step.about(step.name()));
      checkSteps.computeIfAbsent(check.input(), dataset -> new ArrayList<>()).add(step.name());
      switch (check.onFail()) {
        case APPROVE ->
            approveChecks
                .computeIfAbsent(check.input(), dataset -> new ArrayList<>())
                .add(check.name());
        case DROP, QUARANTINE -> produced(check.input(), step.name());
        case FAIL, WARN -> {}
      }
    }
  }

  private static List<String> read(QualityCheck check) {
    return check.rule() instanceof CheckRule.Referential referential
        ? List.of(check.input(), referential.references())
        : List.of(check.input());
  }

  /**
   * @param datasets what the step reads
   * @param checked those of them whose checks it waits for
   */
  private DraftStep add(
      String subject, StepWork work, List<String> datasets, List<String> checked) {
    List<Step.Input> inputs = new ArrayList<>();
    Set<String> after = new LinkedHashSet<>();
    for (String dataset : datasets) {
      inputs.add(new Step.Input(dataset, producers.get(dataset)));
      after.add(producers.get(dataset));
    }
    Set<String> gateChecks = new LinkedHashSet<>();
    for (String dataset : checked) {
      after.addAll(checkSteps.getOrDefault(dataset, List.of()));
      gateChecks.addAll(approveChecks.getOrDefault(dataset, List.of()));
    }
    DraftStep step =
        DraftStep.of(
            names.give(work, subject),
            subject,
            work,
            inputs,
            List.copyOf(after),
            List.copyOf(gateChecks));
    steps.add(step);
    return step;
  }
}
