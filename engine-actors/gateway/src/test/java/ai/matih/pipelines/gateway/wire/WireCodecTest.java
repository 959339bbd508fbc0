package ai.matih.pipelines.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import ai.matih.pipelines.quality.QualityResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireCodecTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final ExecutionId EXECUTION =
      ExecutionId.of(PipelineId.of(TENANT, "sales", 0), "key");
  private static final AttemptId ATTEMPT = new AttemptId(EXECUTION, "s1", 1);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final StepResult LOADED =
      new StepResult(
          10,
          9,
          100,
          90,
          5,
          List.of(
              new DatasetVersion(
                  "postgres://db:5432",
                  "sales.public.orders",
                  Optional.empty(),
                  "table",
                  List.of(new DatasetVersion.Column("id", "BIGINT")),
                  Optional.empty())),
          Optional.of(
              new DatasetVersion(
                  "file",
                  "orders",
                  Optional.of("file:///o.parquet"),
                  "parquet",
                  List.of(),
                  Optional.of("f1"))),
          Optional.of(
              new QualityResult(
                  "ids", "orders", false, 1, 10, "0 rows", 0.9, "warn", Optional.empty())),
          Optional.of(CommitKey.of(EXECUTION, "s1", "load", "dwh")),
          true);

  static List<EngineCommand> commands() {
    StageOrder order =
        new StageOrder(
            TENANT,
            "sales",
            EXECUTION,
            new Stage(
                "s1",
                EngineKind.EMBEDDED,
                "embedded",
                List.of(),
                List.of(),
                List.of(
                    new Step(
                        "say",
                        new StepWork.Task(new TaskWork.Log("hello")),
                        List.of("before"),
                        List.of(new Step.Input("input", "before")),
                        Optional.of(RetryPolicy.DEFAULT),
                        Optional.of(Duration.ofSeconds(5)),
                        "f1"))),
            Map.of("params.region", "EU", "params.limit", 3),
            Map.of(
                "DB",
                new ConnectionRevision(
                    2,
                    new ConnectionDefinition(
                        "DB", "postgresql", Optional.empty(), Map.of("host", "db"), Map.of()))),
            Map.of("before", LOADED),
            Optional.of(AT));
    return List.of(
        new EngineCommand.SubmitStage(ATTEMPT, 1, order),
        new EngineCommand.ObserveStage(ATTEMPT, 2),
        new EngineCommand.CancelStage(ATTEMPT, "a person wants it"),
        new EngineCommand.FenceStage(ATTEMPT, 3),
        new EngineCommand.SignalStage(ATTEMPT, "id-1", "approved", Map.of("by", "ann")));
  }

  static List<EngineEvent> events() {
    Failure failure =
        new Failure(
            FailureClass.USER, "BAD_SQL", "no", Optional.empty(), Optional.of("say"), false);
    return List.of(
        new EngineEvent.StageAccepted(ATTEMPT, 1, 0, "job", "inc", Optional.empty()),
        new EngineEvent.StageAccepted(ATTEMPT, 1, 0, "job", "inc", Optional.of("http://e/job")),
        new EngineEvent.StepProgress(
            ATTEMPT,
            1,
            1,
            List.of(
                new StepReport.Started("say", AT),
                new StepReport.Advanced("say", AT, 5, 50),
                new StepReport.Ended("say", AT, LOADED),
                new StepReport.Ended("log", AT, StepResult.NOTHING))),
        new EngineEvent.StageSucceeded(
            ATTEMPT, 1, 2, new StageResult(Map.of("say", LOADED, "log", StepResult.NOTHING))),
        new EngineEvent.StageFailed(ATTEMPT, 1, 3, failure),
        new EngineEvent.StageCancelled(ATTEMPT, 1, 4),
        new EngineEvent.StageAbsent(ATTEMPT, 1, 5),
        new EngineEvent.StageForgotten(ATTEMPT, 1, 6, "lost"),
        new EngineEvent.StageFenced(ATTEMPT, 1, 7),
        new EngineEvent.EngineUnreachable(ATTEMPT, 1, 8, "refused"),
        new EngineEvent.StageRequested(ATTEMPT, 1, 9, "s2"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsReadAsItWasWritten(EngineCommand command) throws UnreadableRecord {
    var read = WireCodec.readCommand(WireCodec.write(command, TENANT, Optional.of("00-trace")));

    assertThat(read.payload()).isEqualTo(command);
    assertThat(read.tenantId()).isEqualTo(TENANT);
    assertThat(read.schema()).isEqualTo("engine-command/1");
    assertThat(read.traceparent()).contains("00-trace");
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsReadAsItWasWritten(EngineEvent event) throws UnreadableRecord {
    var read = WireCodec.readEvents(WireCodec.write(List.of(event), TENANT));

    assertThat(read.payload()).containsExactly(event);
    assertThat(read.schema()).isEqualTo("engine-event/1");
  }

  @Test
  void everyRecordHasAnIdOfItsOwn() throws UnreadableRecord {
    EngineEvent event = events().get(0);

    assertThat(WireCodec.readEvents(WireCodec.write(List.of(event), TENANT)).messageId())
        .isNotEqualTo(WireCodec.readEvents(WireCodec.write(List.of(event), TENANT)).messageId());
  }

  @Test
  void fieldsOfANewerWriterAreIgnored() throws UnreadableRecord {
    EngineEvent event = new EngineEvent.StageAbsent(ATTEMPT, 1, 5);
    String newer =
        new String(WireCodec.write(List.of(event), TENANT), StandardCharsets.UTF_8)
            .replace("\"watch\":1", "\"watch\":1,\"mood\":\"good\"");

    assertThat(WireCodec.readEvents(newer.getBytes(StandardCharsets.UTF_8)).payload())
        .containsExactly(event);
  }

  @Test
  void eventsThatWereToldTogetherAreReadTogetherInOrder() throws UnreadableRecord {
    assertThat(WireCodec.readEvents(WireCodec.write(events(), TENANT)).payload())
        .isEqualTo(events());
  }

  @Test
  void aStageThatWasReadBeforeIsNotParsedAgain() throws UnreadableRecord {
    byte[] submit = WireCodec.write(commands().getFirst(), TENANT, Optional.empty());

    var first = (EngineCommand.SubmitStage) WireCodec.readCommand(submit).payload();
    var second = (EngineCommand.SubmitStage) WireCodec.readCommand(submit).payload();

    assertThat(second.order().stage()).isSameAs(first.order().stage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "\u0000\u0001",
        "{\"schema\":\"engine-event/1\",\"tenantId\":\"acme\"}",
        "{\"schema\":\"engine-event/1\",\"tenantId\":\"acme\",\"payload\":[]}",
        "{\"schema\":\"engine-event/1\",\"tenantId\":\"acme\",\"payload\":[null]}",
        "{\"schema\":\"engine-event/1\",\"tenantId\":\"acme\",\"payload\":{\"type\":\"Unheard\"}}",
        "{\"schema\":\"engine-event/1\",\"payload\":{\"type\":\"StageAbsent\",\"attempt\":\"x\"}}"
      })
  void whatIsNoEventIsUnreadable(String text) {
    assertThatThrownBy(() -> WireCodec.readEvents(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableRecord.class);
  }

  @Test
  void aRecordOfAnotherSchemaIsRefused() {
    byte[] command = WireCodec.write(commands().get(1), TENANT, Optional.empty());

    assertThatThrownBy(() -> WireCodec.readEvents(command)).isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> WireCodec.readEvents(null)).isInstanceOf(UnreadableRecord.class);
  }
}
