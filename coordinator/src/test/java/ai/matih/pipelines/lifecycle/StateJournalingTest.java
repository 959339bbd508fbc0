package ai.matih.pipelines.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** States travel between nodes and into snapshots as JSON. */
class StateJournalingTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private static final ExecutionSpec SPEC =
      Plans.spec(
          "run",
          Plans.plan(
              Plans.stage("s1", List.of(), Optional.of(Plans.gate("g")), Plans.step("a")),
              Plans.stage("s2", List.of(), Plans.step("b"))));

  @Test
  void aRunComesBackAsItWas() throws Exception {
    ExecutionLifecycle lifecycle = new ExecutionLifecycle();
    Execution state = lifecycle.empty();
    for (ExecutionCommand command :
        List.of(
            new ExecutionCommand.Start(SPEC),
            new ExecutionCommand.SlotGranted(
                new AttemptId(SPEC.id(), "s2", 1), Optional.of("embedded")))) {
      for (ExecutionEvent event :
          lifecycle.decide(state, command, new Moment(Plans.T0, Cause.SYSTEM)).events()) {
        state = lifecycle.evolve(state, event, Plans.T0);
      }
    }

    assertThat(MAPPER.readValue(MAPPER.writeValueAsString(state), Execution.class))
        .isEqualTo(state);
  }

  @Test
  void aPipelineComesBackAsItWasAndInOrder() throws Exception {
    PipelineLifecycle lifecycle = new PipelineLifecycle();
    Pipeline state = lifecycle.empty();
    for (int i = 0; i < 20; i++) {
      ExecutionSpec spec = Plans.spec("run " + i, SPEC.plan());
      state =
          lifecycle.evolve(
              state,
              new PipelineEvent.ExecutionTicketed(
                  spec, new Idempotency(Optional.of("alice/" + i), "body")),
              Plans.T0);
    }
    state =
        lifecycle.evolve(
            state, new PipelineEvent.ExecutionStartNoted(SPEC.id()), Plans.T0.plusSeconds(1));

    Pipeline back = MAPPER.readValue(MAPPER.writeValueAsString(state), Pipeline.class);
    assertThat(back).isEqualTo(state);
    assertThat(back.starting().keySet()).containsExactlyElementsOf(state.starting().keySet());
    assertThat(back.memory().answers().keySet())
        .containsExactlyElementsOf(state.memory().answers().keySet());
  }
}
