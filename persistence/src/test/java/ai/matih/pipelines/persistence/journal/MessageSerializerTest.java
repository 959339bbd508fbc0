package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.admission.AdmissionMessage;
import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.entity.Message;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import ai.matih.pipelines.pipeline.PipelineReply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MessageSerializerTest {

  private static final Principal ALICE =
      new Principal(Samples.TENANT, "alice", Set.of("ops"), Set.of("*"));

  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void commandsTravelWithTheirCauseAndTheAddressOfTheReply() {
    var attempt = Samples.attempt("k1");
    comesBack(EntityMessage.tell(new PipelineCommand.Read(ALICE), Samples.ALICE));
    comesBack(
        EntityMessage.tell(
            new ExecutionCommand.EngineReported(
                List.of(
                    new EngineEvent.StageAccepted(attempt, 1, 1, "x", "i", Optional.of("http://x")),
                    new EngineEvent.StepProgress(
                        attempt,
                        1,
                        2,
                        List.of(
                            new StepReport.Ended(
                                "extract flights",
                                Samples.T0,
                                Samples.result("k1", "extract flights")))))),
            Samples.ALICE));
    comesBack(EntityMessage.tell(new ExecutionCommand.Start(Samples.spec("k1")), Samples.ALICE));
    comesBack(
        EntityMessage.ask(
            new ConnectionCommand.Save(ALICE, Samples.CONNECTION.definition()),
            Samples.ALICE,
            kit.<ConnectionReply>createTestProbe().getRef()));
    comesBack(new EntityMessage.WakeUp<>(7, Samples.T0));
  }

  @Test
  void repliesAndAdmissionTravel() {
    comesBack(new ConnectionReply.Saved(Samples.CONNECTION, true));
    comesBack(new ExecutionReply.View(Execution.NONE));
    comesBack(new PipelineReply.Accepted(Pipeline.NONE, false));
    comesBack(
        new AdmissionMessage.Ask(Samples.attempt("k1"), Samples.TENANT, Priority.HIGH, Samples.T0));
  }

  @Test
  void whatAPipelineTellsOfItselfTravelsWithTheNumberOfItsRunsAndNoneOfThem() {
    var lifecycle = new PipelineLifecycle();
    Pipeline pipeline = Pipeline.NONE;
    for (PipelineEvent event :
        List.of(
            Samples.everyEvent().stream()
                .filter(PipelineEvent.PipelineCreated.class::isInstance)
                .map(PipelineEvent.class::cast)
                .findFirst()
                .orElseThrow(),
            new PipelineEvent.ExecutionTicketed(Samples.spec("k1"), Idempotency.NONE))) {
      pipeline = lifecycle.evolve(pipeline, event, Samples.T0);
    }

    var told = (PipelineReply.View) lifecycle.brief(new PipelineReply.View(pipeline));
    assertThat(told.pipeline().inFlight()).isOne();
    assertThat(told.pipeline().starting()).isEmpty();
    comesBack(told);
    comesBack(lifecycle.brief(new PipelineReply.Accepted(pipeline, true)));
  }

  @Test
  void whatIsNotListedDoesNotTravel() {
    record Stranger() implements Message {}

    assertThatThrownBy(() -> comesBack(new Stranger())).hasMessageContaining("does not travel");
  }

  private static void comesBack(Object message) {
    kit.serializationTestKit().verifySerialization(message, true);
  }
}
