package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDiffTest {
  private static final String LIVE =
      """
      metadata: {name: flights, owner: ops}
      sources:
        flights: {type: file, connection: "${FILES}", pattern: "*.csv", format: csv}
      transformations:
        - {name: delays, type: sql_transform, input: flights, sql: "SELECT * FROM {{ input }}"}
      quality_checks:
        - {name: known, input: delays, type: not_null, column: arrival, on_fail: warn}
      sinks:
        postgres: {type: jdbc, connection: "${DWH}", table: analytics.delays, mode: append}
        lake: {type: file, connection: "${FILES}", prefix: lake/, format: parquet, mode: append}
      orchestration:
        schedule: "0 6 * * *"
        timeout: 1h
      """;

  @Test
  void theSameMeaningHasNoDifference() {
    assertThat(changes(LIVE.replace("name: flights, owner: ops", "owner: ops, name: flights")))
        .isEmpty();
  }

  @Test
  void aChangedFieldIsShownWithBothValuesAndTheOutputsBehindIt() {
    assertThat(changes(LIVE.replace("\"*.csv\"", "\"2013*.csv\"")))
        .containsExactly(
            "changed sources.flights.pattern: *.csv -> 2013*.csv"
                + " (touches analytics.delays in postgres, lake/ in lake)");
  }

  @Test
  void aSinkTouchesItsOwnOutputOnly() {
    assertThat(
            changes(
                LIVE.replace(
                    "table: analytics.delays, mode: append",
                    "table: analytics.delays, mode: overwrite")))
        .containsExactly(
            "changed sinks.postgres.mode: append -> overwrite"
                + " (touches analytics.delays in postgres)");
  }

  @Test
  void itemsOfAListAreKnownByTheirNames() {
    String more =
        LIVE.replace(
            "quality_checks:\n",
            "quality_checks:\n  - {name: unique_day, input: delays, type: unique, column: day}\n");

    assertThat(changes(more))
        .containsExactly(
            "added quality_checks.unique_day:  -> unique"
                + " (touches analytics.delays in postgres, lake/ in lake)");
    assertThat(changes(more, LIVE))
        .containsExactly(
            "removed quality_checks.unique_day: unique -> "
                + " (touches analytics.delays in postgres, lake/ in lake)");
  }

  @Test
  void aNewScheduleEngineAndTimeoutSayWhatTheyTouch() {
    assertThat(
            changes(
                LIVE.replace("0 6 * * *", "0 7 * * *")
                    .replace("timeout: 1h", "timeout: 90m\n  engine: embedded")))
        .containsExactlyInAnyOrder(
            "changed orchestration.schedule.cron: 0 6 * * * -> 0 7 * * *"
                + " (the schedule has other due times)",
            "changed orchestration.timeout: 1h -> 1h30m (holds for runs that start from now on)",
            "added orchestration.engine:  -> embedded (later runs go to another engine)");
  }

  @Test
  void aNewOwnerTouchesNothing() {
    assertThat(changes(LIVE.replace("owner: ops", "owner: data")))
        .containsExactly("changed metadata.owner: ops -> data (nothing runs differently)");
  }

  @Test
  void fieldsAreNamedAsTheAuthorWritesThem() {
    assertThat(changes(LIVE.replace("on_fail: warn", "on_fail: fail, max_failing: 3")))
        .anySatisfy(line -> assertThat(line).contains("quality_checks.known.on_fail: warn -> fail"))
        .anySatisfy(line -> assertThat(line).contains("quality_checks.known.max_failing"));
  }

  private static List<String> changes(String next) {
    return changes(LIVE, next);
  }

  private static List<String> changes(String live, String next) {
    return PlanDiff.between(read(live), read(next)).stream()
        .map(
            change ->
                change.kind().wireName()
                    + " "
                    + change.path()
                    + ": "
                    + change.before().orElse("")
                    + " -> "
                    + change.after().orElse("")
                    + " ("
                    + change.effect()
                    + ")")
        .toList();
  }

  private static PipelineDefinition read(String text) {
    ReadResult read =
        DefinitionReader.read(text.getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE);
    assertThat(read.report().errors()).isEmpty();
    return read.definition().orElseThrow();
  }
}
