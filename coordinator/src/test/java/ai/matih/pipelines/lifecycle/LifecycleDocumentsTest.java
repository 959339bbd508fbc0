package ai.matih.pipelines.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.AttemptState;
import ai.matih.pipelines.execution.AttemptTable;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Phase;
import ai.matih.pipelines.execution.PhaseTable;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.pipeline.PipelineTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleDocumentsTest {

  @Test
  void theDocumentOfAnExecutionIsThatOfItsTables() throws IOException {
    holds(
        "lifecycle-execution.md",
        new LifecycleDocument(
                "Lifecycle of an execution",
                "A run is a small phase machine, with one attempt machine for each stage. The"
                    + " status that the API shows is derived from both.")
            .states("Status", List.of(ExecutionStatus.values()), ExecutionStatus::sentence)
            .states("Phases", List.of(Phase.values()), Phase::sentence)
            .table("Phase by phase", PhaseTable.ROWS, Phase.NEW)
            .states("Attempts", List.of(AttemptState.values()), AttemptState::sentence)
            .table("Attempt by attempt", AttemptTable.ROWS, AttemptState.NEW));
  }

  @Test
  void theDocumentOfAPipelineIsThatOfItsTable() throws IOException {
    holds(
        "lifecycle-pipeline.md",
        new LifecycleDocument(
                "Lifecycle of a pipeline",
                "A change that has no row here is refused with `409` and the next step.")
            .states("States", List.of(PipelineStatus.values()), PipelineStatus::sentence)
            .table("Transitions", PipelineTable.ROWS, PipelineStatus.NEW));
  }

  private static void holds(String file, LifecycleDocument document) throws IOException {
    Path path = Path.of("..", "docs", file);
    if (Boolean.getBoolean("matih.docs.write")) {
      Files.writeString(path, document.text());
    }
    assertThat(path).content().isEqualTo(document.text());
  }
}
