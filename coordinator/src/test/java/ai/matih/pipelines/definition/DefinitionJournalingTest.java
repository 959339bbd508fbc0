package ai.matih.pipelines.definition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionJournalingTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addModules(new Jdk8Module(), new JavaTimeModule()).build();

  private static final PipelineDefinition DEFINITION =
      new PipelineDefinition(
          new Metadata(
              "sales", Optional.of("1.0.0"), Optional.empty(), Optional.of("team"), List.of("a")),
          Map.of(
              "region",
              new Parameter(ScalarType.STRING, Optional.of("EU"), false, Optional.empty())),
          Map.of(
              "orders",
              new FileSource(
                  "lake",
                  Optional.of("orders"),
                  Optional.empty(),
                  Optional.of("*.csv.gz"),
                  FileFormat.CSV,
                  Optional.of(Compression.GZIP),
                  CsvOptions.DEFAULT,
                  false,
                  Optional.empty(),
                  Optional.empty(),
                  Duration.ofHours(1),
                  SchemaPolicy.EVOLVE,
                  Optional.empty(),
                  List.of(AddedColumn.EXTRACTED_AT))),
          List.of(
              new Filter(
                  "paid",
                  List.of("orders"),
                  "paid",
                  Optional.of(EngineKind.EMBEDDED),
                  Optional.of(RetryPolicy.DEFAULT),
                  Optional.of(Duration.ofSeconds(30)))),
          List.of(
              new QualityCheck(
                  "ids",
                  "paid",
                  new CheckRule.Range(
                      "id", Optional.of(new TypedValue(ScalarType.INTEGER, "1")), Optional.empty()),
                  Tolerance.ofFraction(new BigDecimal("0.005")),
                  OnFail.APPROVE)),
          Map.of(
              "warehouse",
              new JdbcSink(
                  Optional.of("dwh"),
                  WriteMode.MERGE_ON_KEY,
                  List.of(new Load("paid", "analytics.orders", List.of("id"))),
                  List.of(),
                  true,
                  false,
                  Optional.of(Delivery.EXACTLY_ONCE))),
          List.of(
              new TaskDefinition(
                  "tell",
                  List.of(),
                  new TaskWork.Notify(Channel.SLACK, Optional.empty(), "done"),
                  Optional.empty(),
                  TriggerRule.ALL_SUCCESS,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())),
          new Orchestration(
              Optional.of(EngineKind.EMBEDDED),
              Optional.empty(),
              Optional.of(
                  new Schedule(
                      "0 6 * * *",
                      ZoneId.of("Europe/Berlin"),
                      Optional.of(LocalDate.of(2026, 1, 1)),
                      Optional.empty(),
                      OverlapPolicy.SKIP,
                      1,
                      Duration.ZERO,
                      Duration.ofHours(1),
                      Catchup.NONE)),
              List.of(
                  new Trigger.Dataset(
                      Optional.of("orders"),
                      List.of("lake.orders"),
                      TriggerRequire.ALL,
                      Duration.ofSeconds(30),
                      Optional.of(OverlapPolicy.SKIP),
                      Optional.of(2))),
              RetryPolicy.DEFAULT,
              Optional.empty(),
              Optional.empty(),
              Optional.of(
                  new Budget(
                      Optional.of(new BigDecimal("1.50")), Optional.empty(), OnExceed.BLOCK)),
              List.of(
                  new Approval(
                      "warehouse",
                      List.of("lead"),
                      1,
                      false,
                      Optional.empty(),
                      Duration.ofHours(4),
                      OnTimeout.ESCALATE,
                      List.of("head"))),
              List.of(
                  new WaitFor.File(
                      Optional.of("orders"),
                      Optional.of("warehouse"),
                      "LANDING",
                      Optional.of("{{ execution_date }}"),
                      Optional.of("*.csv"),
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(60),
                      Duration.ofHours(24),
                      WaitTimeout.SKIP),
                  new WaitFor.Time(
                      Optional.empty(),
                      Optional.empty(),
                      "06:30",
                      ZoneId.of("Europe/Berlin"),
                      Duration.ofSeconds(1),
                      Duration.ofHours(24),
                      WaitTimeout.FAIL)),
              List.of(
                  new Notification(
                      List.of(NotificationEvent.SLA_MISSED),
                      Channel.EMAIL,
                      Optional.of("x"),
                      Optional.of("MAIL"))),
              Duration.ofSeconds(60),
              4,
              Optional.of(0.9)));

  @Test
  void aDefinitionComesBackFromItsJsonAsItWas() throws Exception {
    String json = MAPPER.writeValueAsString(DEFINITION);

    assertThat(MAPPER.readValue(json, PipelineDefinition.class)).isEqualTo(DEFINITION);
  }

  @Test
  void choicesAreWrittenByTheirDocumentedNames() throws Exception {
    assertThat(MAPPER.writeValueAsString(DEFINITION))
        .contains("\"mode\":\"merge_on_key\"", "\"_extracted_at\"", "\"type\":\"range\"");
  }

  @Test
  void aJournalFromBeforeACollectionExistedReadsItAsEmpty() throws Exception {
    assertThat(MAPPER.readValue("{\"name\":\"sales\"}", Metadata.class))
        .isEqualTo(
            new Metadata("sales", Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
  }
}
