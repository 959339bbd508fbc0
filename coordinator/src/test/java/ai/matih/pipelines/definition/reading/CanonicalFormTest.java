package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.IncludedFiles;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  private static final String ORDERS =
      """
      metadata: {name: orders, owner: team}
      sources:
        a: {type: jdbc, connection: C, table: t}
      transformations:
        - {name: paid, type: sql_transform, input: a, sql: "SELECT 1 FROM {{ input }}"}
      quality_checks: [not_null: id]
      sinks:
        k: {type: jdbc, connection: C, table: u, mode: append}
      orchestration: {timeout: 90m, retry_policy: {backoff: 1.5}}
      """;

  @Test
  void orderOfKeysCommentsAndQuotesDoNotMatter() {
    assertThat(
            hash(
                """
                # the same
                sinks:
                  k:
                    mode: 'append'
                    table: "u"   # target
                    connection: C
                    type: jdbc
                orchestration: {retry_policy: {backoff: 1.50}, timeout: 1h30m}
                quality_checks: [not_null: id]
                transformations:
                  - sql: SELECT 1 FROM {{ input }}
                    input: a
                    name: paid
                    type: sql_transform
                sources: {a: {type: jdbc, connection: C, table: t}}
                metadata: {owner: team, name: orders}
                """))
        .isEqualTo(hash(ORDERS));
  }

  @Test
  void jsonIsTheSameAsYaml() {
    assertThat(
            hash(
                """
                {"metadata": {"name": "orders", "owner": "team"},
                 "sources": {"a": {"type": "jdbc", "connection": "C", "table": "t"}},
                 "transformations": [{"name": "paid", "type": "sql_transform", "input": "a",
                                      "sql": "SELECT 1 FROM {{ input }}"}],
                 "quality_checks": [{"not_null": "id"}],
                 "sinks": {"k": {"type": "jdbc", "connection": "C", "table": "u", "mode": "append"}},
                 "orchestration": {"timeout": "90m", "retry_policy": {"backoff": 1.5}}}
                """))
        .isEqualTo(hash(ORDERS));
  }

  @Test
  void whatFollowsFromTheRestNeedNotBeWritten() {
    assertThat(
            hash(
                """
                kind: pipeline
                metadata: {name: orders, owner: team}
                sources:
                  a: {type: jdbc, connection: "${C}", table: t, mode: full, fetch_size: 5000, lookback: 0s}
                transformations:
                  - {name: paid, type: sql_transform, inputs: [a], sql: "SELECT 1 FROM {{ input }}"}
                quality_checks:
                  - {type: not_null, columns: [id], input: paid, max_failing: 0, on_fail: fail, name: not_null_id}
                sinks:
                  k: {type: jdbc, connection: C, table: u, mode: append, input: paid, create_table: true}
                orchestration: {engine: auto, timeout: 90m, parallelism: 4,
                  retry_policy: {backoff: 1.5, initial_interval: 10s, max_interval: 600s}}
                """))
        .isEqualTo(hash(ORDERS));
  }

  @Test
  void aStatementInAFileIsTheSameAsInTheText() {
    String fromFile =
        ORDERS.replace("sql: \"SELECT 1 FROM {{ input }}\"", "sql_file: sql/paid.sql");
    IncludedFiles files =
        name ->
            name.equals("sql/paid.sql")
                ? Optional.of("SELECT 1 FROM {{ input }}")
                : Optional.empty();

    assertThat(read(fromFile, files).hash()).contains(hash(ORDERS));
    assertThat(read(fromFile, name -> Optional.of("SELECT 2 FROM {{ input }}")).hash())
        .isNotEqualTo(Optional.of(hash(ORDERS)));
  }

  @Test
  void bothSpellingsOfATaskGraphAreTheSame() {
    String tasks = "tasks: [{id: a, type: sql, query: SELECT 1}]\n";

    assertThat(hash("name: p\nschedule: '@daily'\n" + tasks))
        .isEqualTo(
            hash("metadata: {name: p}\norchestration: {schedule: {cron: '@daily'}}\n" + tasks));
  }

  @Test
  void everyChangeOfMeaningIsAnotherRevision() {
    String hash = hash(ORDERS);

    assertThat(hash(ORDERS.replace("table: u", "table: v"))).isNotEqualTo(hash);
    assertThat(hash(ORDERS.replace("SELECT 1", "SELECT  1"))).isNotEqualTo(hash);
    assertThat(hash(ORDERS.replace("owner: team", "owner: other"))).isNotEqualTo(hash);
    assertThat(hash(ORDERS.replace("90m", "91m"))).isNotEqualTo(hash);
    assertThat(hash(ORDERS.replace("[not_null: id]", "[unique: id]"))).isNotEqualTo(hash);
  }

  /** A change of this value makes a new revision of every pipeline there is. */
  @Test
  void theHashOfAKnownDefinitionStaysWhatItIs() {
    assertThat(hash(ORDERS))
        .isEqualTo("900953c56774f9c976cc4163717d0ad05e9179e541f31d91df799ea61a57fe01");
  }

  private static String hash(String text) {
    ReadResult result = read(text, IncludedFiles.NONE);
    assertThat(result.problems()).isEmpty();
    return result.hash().orElseThrow();
  }

  private static ReadResult read(String text, IncludedFiles files) {
    return DefinitionReader.read(text.getBytes(StandardCharsets.UTF_8), files);
  }
}
