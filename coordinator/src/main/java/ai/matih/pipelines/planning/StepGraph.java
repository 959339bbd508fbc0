package ai.matih.pipelines.planning;

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
    return Gates.setApprovals(steps, definition.orchestration().approvals());
  }
}
