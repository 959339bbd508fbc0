package ai.matih.pipelines.embedded.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.AddedColumn;
import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.Deduplicate;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.Filter;
import ai.matih.pipelines.definition.Keep;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.SchemaCheck;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.StepWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStepsTest {
  @TempDir Path home;
  private StepBench bench;

  @BeforeEach
  void start() {
    bench = new StepBench(home);
  }

  @Test
  void anExtractLeavesTheRowsOfASource() throws IOException {
    write("lake/in/2026-01-31/a.csv", "id,name\n1,a\n2,\n");
    bench.values = Map.of("execution_date", "2026-01-31");
    StepResult result =
        bench.run(
            "extract people", new StepWork.Extract("people", source("in/{{ execution_date }}")));
    assertThat(result.rowsIn()).isEqualTo(2);
    assertThat(result.rowsOut()).isEqualTo(2);
    assertThat(result.bytesIn()).isEqualTo(15);
    assertThat(result.bytesOut()).isPositive();
    assertThat(result.inputs()).hasSize(1);
    assertThat(result.output().orElseThrow().schema())
        .extracting(Column::name)
        .containsExactly("id", "name", "_execution_id");
    assertThat(bench.rows(result, "SELECT id, name, _execution_id FROM {} ORDER BY id"))
        .containsExactly("1|a|" + StepBench.RUN, "2|null|" + StepBench.RUN);
    assertThat(bench.lines).contains("INFO reading people from LAKE (local)");
  }

  @Test
  void aTransformJoinsItsInputsAndBindsItsValues() {
    bench.given("orders", "SELECT i AS id, i % 3 AS customer FROM range(10) t(i)");
    bench.given("customers", "SELECT i AS id, 'c' || i AS name FROM range(3) t(i)");
    bench.values =
        Map.of("params.least", 4, "params.word", "it's; --", "execution_date", "2026-01-31");
    StepResult result =
        bench.run(
            "t",
            transform(
                """
                SELECT c.name, count(*) AS n, {{ params.word }} AS word,
                       DATE '{{ execution_date }}' + 1 AS next, {{ execution_date }} AS day
                FROM {{ orders }} o JOIN customers c ON c.id = o.customer
                WHERE o.id >= {{ params.least }} GROUP BY c.name ORDER BY ALL; -- done
                """,
                "orders",
                "customers"),
            "orders",
            "customers");
    assertThat(result.rowsIn()).isEqualTo(13);
    assertThat(result.rowsOut()).isEqualTo(3);
    assertThat(bench.rows(result, "SELECT name, n, word, next::DATE, day FROM {} ORDER BY ALL"))
        .containsExactly(
            "c0|2|it's; --|2026-02-01|2026-01-31",
            "c1|2|it's; --|2026-02-01|2026-01-31",
            "c2|2|it's; --|2026-02-01|2026-01-31");
  }

  @Test
  void jsonValueIsUnquotedTextAndNullOnWhatIsNotThere() {
    bench.given(
        "events",
        """
        SELECT unnest(['{"user_id": "u1", "n": 1, "o": {"k": 2}, "l": [1], "z": null, "b": true}',
          '{bad', NULL]) AS value
        """);
    StepResult result =
        bench.run(
            "t",
            transform(
                """
                SELECT JSON_VALUE(value, '$.user_id') AS u, JSON_VALUE(value, '$.n') AS n,
                  JSON_VALUE(value, '$.o') AS o, JSON_VALUE(value, '$.o.k') AS k,
                  JSON_VALUE(value, '$.l') AS l, JSON_VALUE(value, '$.z') AS z,
                  JSON_VALUE(value, '$.b') AS b, JSON_VALUE(value, '$.none') AS none
                FROM {{ input }}
                """,
                "events"),
            "events");
    assertThat(bench.rows(result, "SELECT * FROM {} ORDER BY u"))
        .containsExactly(
            "u1|1|null|2|null|null|true|null",
            "null|null|null|null|null|null|null|null",
            "null|null|null|null|null|null|null|null");
  }

  @Test
  void columnsOfOneNameAreToldApart() {
    bench.given("a", "SELECT 1 AS id, 2 AS n");
    bench.given("b", "SELECT 1 AS ID, 3 AS n");
    var join = transform("SELECT a.*, b.*, sum(a.n) OVER () AS n FROM a JOIN b ON true", "a", "b");
    StepResult result = bench.run("t", join, "a", "b");
    assertThat(result.output().orElseThrow().schema())
        .extracting(Column::name)
        .containsExactly("id", "n", "ID_1", "n_1", "n_2");
    assertThat(bench.rows(result, "SELECT id, n, ID_1, n_1, n_2 FROM {}"))
        .containsExactly("1|2|1|3|2");
  }

  @Test
  void sqlThatReachesForMoreIsTheUsersFailure() throws IOException {
    bench.given("orders", "SELECT 1 AS id");
    assertFails("SQL_FORBIDDEN", transform("SELECT * FROM read_text('/etc/passwd')", "orders"));
    assertFails("SQL_FAILED", transform("SELECT nothing FROM {{ input }}", "orders"));
    assertFails("PLACEHOLDER", transform("SELECT * FROM {{ other }}", "orders"));
    assertFails("VALUE_MISSING", transform("SELECT {{ params.x }} FROM {{ input }}", "orders"));
    assertThat(remaining()).isEmpty();
  }

  @Test
  void aFilterKeepsWhatIsTrue() {
    bench.given("rows", "SELECT unnest([1, 2, NULL]) AS n");
    var filter = new Filter("f", List.of("rows"), "n > 1 -- only these", none(), none(), none());
    StepResult result = bench.run("f", new StepWork.Transform(filter), "rows");
    assertThat(bench.rows(result, "SELECT n FROM {}")).containsExactly("2");
  }

  @Test
  void deduplicateKeepsTheLastOrTheFirst() {
    bench.given(
        "rows",
        "SELECT * FROM (VALUES ('a', 1, 'x'), ('a', 3, 'y'), ('a', NULL, 'n'), ('b', 2, 'z')) "
            + "t(key, n, word)");
    assertThat(deduplicated(Keep.LAST)).containsExactly("a|3|y", "b|2|z");
    assertThat(deduplicated(Keep.FIRST)).containsExactly("a|1|x", "b|2|z");
  }

  private List<String> deduplicated(Keep keep) {
    var work =
        new Deduplicate(
            "d", List.of("rows"), List.of("key"), Optional.of("n"), keep, none(), none(), none());
    StepResult result = bench.run("d " + keep, new StepWork.Transform(work), "rows");
    return bench.rows(result, "SELECT * FROM {} ORDER BY key");
  }

  @Test
  void aSchemaCheckPassesItsInputOnOrNamesWhatIsMissing() {
    bench.given("rows", "SELECT 1 AS id, 2 AS Amount");
    StepResult result = bench.run("s", schemaCheck("id", "amount"), "rows");
    assertThat(result.output()).isEqualTo(bench.finished.get("rows").output());
    assertThatThrownBy(() -> bench.run("s2", schemaCheck("id", "currency"), "rows"))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("SCHEMA_MISMATCH");
              assertThat(e.failure().message()).contains("currency").contains("id, Amount");
            });
  }

  private static StepWork schemaCheck(String... columns) {
    return new StepWork.Transform(
        new SchemaCheck("s", List.of("rows"), List.of(columns), none(), none(), none()));
  }

  @Test
  void aLoadIsCommittedOnceThoughItsStepRunsTwice() throws IOException {
    bench.given("rows", "SELECT i AS id FROM range(4) t(i)");
    var load =
        new StepWork.Load("lake", sink(), new Load("rows", "out/{{ params.team }}", List.of()));
    bench.values = Map.of("params.team", "red");
    StepResult first = bench.run("load lake", load, "rows");
    bench.epoch = 2;
    StepResult again = bench.run("load lake", load, "rows");
    assertThat(first.alreadyCommitted()).isFalse();
    assertThat(again.alreadyCommitted()).isTrue();
    assertThat(again.rowsOut()).isEqualTo(4);
    assertThat(again.commit().orElseThrow().value())
        .isEqualTo(StepBench.RUN + "/s1/load lake/lake");
    try (Stream<Path> files = Files.list(home.resolve("lake/out/red"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void aLaterOwnerWritesItsOwnFileAndRemovesTheLeftovers() throws IOException {
    bench.given("rows", "SELECT 1 AS id");
    StepResult lost = bench.run("t", transform("SELECT * FROM {{ input }}", "rows"), "rows");
    bench.epoch = 2;
    StepResult taken = bench.run("t", transform("SELECT * FROM {{ input }}", "rows"), "rows");
    assertThat(taken.output().orElseThrow().uri()).isNotEqualTo(lost.output().orElseThrow().uri());
    assertThat(taken.output().orElseThrow().fingerprint())
        .isEqualTo(lost.output().orElseThrow().fingerprint());
    assertThat(remaining()).hasSize(1).first().asString().endsWith("-e2.parquet");
  }

  @Test
  void anInputWhoseFileIsGoneIsNamedWithTheWayBack() throws IOException {
    bench.given("rows", "SELECT 1 AS id");
    Files.delete(home.resolve("rows.parquet"));
    assertThatThrownBy(() -> bench.run("t", transform("SELECT * FROM {{ input }}", "rows"), "rows"))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("DATASET_GONE");
              assertThat(e.failure().remedy().orElseThrow()).contains("retry the run");
            });
  }

  @Test
  void queriesOfATaskGraphReadEarlierResults() {
    bench.given("daily", "SELECT 2 AS n UNION ALL SELECT 3");
    var sql = new TaskWork.Sql("SELECT sum(n) AS total FROM daily", none(), none());
    StepResult result = bench.run("query q", new StepWork.Task(sql), "daily");
    assertThat(bench.rows(result, "SELECT total, typeof(total) FROM {}"))
        .containsExactly("5|DECIMAL(38,0)");
    assertThat(result.output().orElseThrow().schema())
        .containsExactly(new Column("total", "DECIMAL(38,0)"));
  }

  @Test
  void tasksThatOnlySpeakTouchNoDisk() {
    var log = new StepWork.Task(new TaskWork.Log("day {{ execution_date }}"));
    var notify = new StepWork.Task(new TaskWork.Notify(Channel.SLACK, none(), "done"));
    bench.values = Map.of("execution_date", "2026-01-31");
    assertThat(bench.run("log", log)).isEqualTo(StepResult.NOTHING);
    assertThat(bench.run("notify", notify)).isEqualTo(StepResult.NOTHING);
    assertThat(bench.lines)
        .containsExactly(
            "INFO day 2026-01-31", "WARN not sent, for this node has no slack channel: done");
    assertThat(home.resolve("work")).doesNotExist();
  }

  @Test
  void aConnectionThatTheRunHasNotPinnedIsConfiguration() {
    bench.connections.clear();
    assertThatThrownBy(() -> bench.run("e", new StepWork.Extract("people", source("in"))))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> assertThat(e.failure().failureClass().name()).isEqualTo("CONFIGURATION"));
  }

  private void assertFails(String code, StepWork work) {
    assertThatThrownBy(() -> bench.run("t", work, "orders"))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private List<Path> remaining() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("work").resolve(StepBench.RUN.value()))) {
      return files.toList();
    }
  }

  static StepWork transform(String sql, String... inputs) {
    Transformation work =
        new SqlTransform("t", List.of(inputs), sql, none(), none(), none(), none());
    return new StepWork.Transform(work);
  }

  private static FileSource source(String prefix) {
    return new FileSource(
        "LAKE",
        none(),
        Optional.of(prefix),
        Optional.of("*.csv"),
        FileFormat.CSV,
        none(),
        CsvOptions.DEFAULT,
        false,
        none(),
        none(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        none(),
        List.of(AddedColumn.EXECUTION_ID));
  }

  private static FileSink sink() {
    return new FileSink(
        Optional.of("LAKE"),
        none(),
        FileFormat.PARQUET,
        none(),
        CsvOptions.DEFAULT,
        WriteMode.OVERWRITE,
        List.of(),
        List.of(),
        true,
        false,
        none());
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
