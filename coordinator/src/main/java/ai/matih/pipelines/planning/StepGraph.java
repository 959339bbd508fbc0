package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import java.util.List;

/** The steps of a definition of either shape, in an order of execution. */
final class StepGraph {
  private StepGraph() {}

  static List<DraftStep> of(PipelineDefinition definition) {
    List<DraftStep> steps =
        definition.tasks().isEmpty()
            ? DatasetSteps.of(definition)
            : TaskSteps.of(definition.tasks());
    Orchestration orchestration = definition.orchestration();
    return Gates.setApprovals(
        Gates.setWaits(
            steps.stream().map(step -> scored(step, orchestration)).toList(),
            orchestration.waitFor()),
        orchestration.approvals());
  }

  private static DraftStep scored(DraftStep step, Orchestration orchestration) {
    return step.work() instanceof StepWork.Check check
        ? step.doing(new StepWork.Check(check.check(), orchestration.minQualityScore()))
        : step;
  }
}
