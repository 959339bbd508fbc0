package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotSerializerTest {

  private final SnapshotSerializer serializer = new SnapshotSerializer();

  @Test
  void aPipelineWithRunsInEveryStateComesBackAsItWasAndGoesOnAlike() {
    var lifecycle = new PipelineLifecycle();
    Pipeline state = lifecycle.empty();
    for (var event :
        List.of(
            new PipelineEvent.PipelineCreated(
                Samples.PIPELINE,
                Samples.TENANT,
                new PipelineCommand.Description(
                    "flights", "1.0.0", Optional.empty(), List.of("air")),
                Samples.REVISION,
                new Idempotency(Optional.of("alice/k"), "cd".repeat(32))),
            new PipelineEvent.PipelineActivated(Idempotency.NONE),
            new PipelineEvent.ExecutionTicketed(Samples.spec("ended"), Idempotency.NONE),
            new PipelineEvent.ExecutionTicketed(Samples.spec("running"), Idempotency.NONE),
            new PipelineEvent.ExecutionTicketed(
                Samples.spec("starting"),
                new Idempotency(Optional.of("alice/run"), "ab".repeat(32))),
            new PipelineEvent.ExecutionStartNoted(Samples.execution("ended")),
            new PipelineEvent.ExecutionStartNoted(Samples.execution("running")),
            new PipelineEvent.ExecutionEndNoted(
                Samples.execution("ended"),
                ExecutionStatus.SUCCEEDED,
                5,
                50,
                500,
                Optional.empty()))) {
      state = lifecycle.evolve(state, event, Samples.T0);
    }
    assertThat(state.inFlight()).isEqualTo(2);

    var back = (Pipeline) copy(state);

    assertThat(back).isEqualTo(state);
    assertThat(lifecycle.pending(back)).isEqualTo(lifecycle.pending(state));
    var next = new PipelineEvent.ExecutionStartNoted(Samples.execution("starting"));
    assertThat(lifecycle.evolve(back, next, Samples.T0))
        .isEqualTo(lifecycle.evolve(state, next, Samples.T0));
  }

  @Test
  void aRunComesBackAsItWasAtEveryMoment() {
    var lifecycle = new ExecutionLifecycle();
    Execution state = lifecycle.empty();
    for (var event : Samples.succeededRun("k1")) {
      state = lifecycle.evolve(state, event, Samples.T0);

      assertThat(copy(state)).isEqualTo(state);
    }
  }

  @Test
  void aSnapshotOfAnotherReleaseIsRefusedSoThatTheJournalIsReplayed() {
    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "pipeline-state:99"))
        .isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(
            () ->
                serializer.fromBinary(
                    "{\"odd\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "pipeline-state:1"))
        .isInstanceOf(UnreadableRecord.class);
  }

  private Object copy(Object state) {
    return serializer.fromBinary(serializer.toBinary(state), serializer.manifest(state));
  }
}
