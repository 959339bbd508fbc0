package ai.matih.pipelines.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Definitions;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.SinkConnector;
import ai.matih.pipelines.connectors.SinkContract;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresSinkTest extends SinkContract {
  private static final String ALL_TYPES =
      """
      SELECT 1::BIGINT AS big, 2::SMALLINT AS small, 1.50::DECIMAL(10,2) AS dec, 0.25::DOUBLE AS dbl,
        true AS flag, DATE '2026-02-28' AS day, TIMESTAMP '2026-01-02 03:04:05.678901' AS ts,
        TIMESTAMPTZ '2026-01-02 03:04:05+02' AS tstz, TIME '03:04:05' AS tm,
        uuid '123e4567-e89b-12d3-a456-426614174000' AS id, '\\x00\\xFF\\x5C'::BLOB AS bytes,
        '{"a": "tab\\t"}'::JSON AS js, [1, 2] AS list, {'k': 'v'} AS struct,
        E'a\\\\b\\tc\\nd\\re "q" ''s'' \\\\N é😀' AS text, NULL::VARCHAR AS nothing, '' AS empty
      """;

  private final String schema = "t" + UUID.randomUUID().toString().replace("-", "");

  @AfterEach
  void drop() {
    TestPostgres.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  }

  @Override
  protected SinkConnector connector() {
    return new PostgresSink();
  }

  @Override
  protected ResolvedConnection connection() {
    return TestPostgres.connection();
  }

  @Override
  protected Sink sink(WriteMode mode, boolean allowEmpty) {
    return Definitions.jdbcSink(target(), mode, true, allowEmpty);
  }

  @Override
  protected String target() {
    return schema + ".rows";
  }

  @Override
  protected List<Integer> visible() {
    return TestPostgres.rows("SELECT id FROM " + target() + " ORDER BY id").stream()
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void firstLoadsAtTheSameTimeMakeTheTableOnce() throws Exception {
    TableName name = new TableName(schema, "rows");
    List<Column> columns = List.of(new Column("id", "BIGINT"));
    CompletableFuture<TargetTable> second;
    try (var first = PostgresSession.open(connection(), "first", new CancelToken());
        var other = PostgresSession.open(connection(), "second", new CancelToken())) {
      TargetTable.open(first, name, columns, true);
      second = CompletableFuture.supplyAsync(() -> TargetTable.open(other, name, columns, true));
      while (TestPostgres.rows(
              "SELECT 1 FROM pg_stat_activity WHERE application_name = 'second'"
                  + " AND wait_event_type = 'Lock'")
          .isEmpty()) {
        assertThat(second).isNotDone();
        Thread.onSpinWait();
      }
      first.commit();
      assertThat(second.get().columns()).containsExactly("id");
    }
  }

  @Test
  void everyTypeArrivesAsItIs() {
    load("k", WriteMode.APPEND, ALL_TYPES, 1);
    String row =
        "SELECT concat_ws('|', big, small, dec, dbl, flag, day, ts, tstz AT TIME ZONE 'UTC', tm, "
            + "id, encode(bytes, 'hex'), js->>'a', list, struct) FROM "
            + target();
    assertThat(TestPostgres.rows(row))
        .containsExactly(
            "1|2|1.50|0.25|t|2026-02-28|2026-01-02 03:04:05.678901|2026-01-02 01:04:05|03:04:05|"
                + "123e4567-e89b-12d3-a456-426614174000|00ff5c|tab\t|[1, 2]|{\"k\": \"v\"}");
    assertThat(TestPostgres.rows("SELECT text FROM " + target()))
        .containsExactly("a\\b\tc\nd\re \"q\" 's' \\N é😀");
    assertThat(TestPostgres.rows("SELECT (nothing IS NULL AND empty = '')::text FROM " + target()))
        .containsExactly("true");
    assertThat(
            TestPostgres.rows(
                "SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM "
                    + "pg_attribute WHERE attnum > 0 AND attrelid = '"
                    + target()
                    + "'::regclass"))
        .containsExactly(
            "bigint,smallint,numeric(10,2),double precision,boolean,date,"
                + "timestamp without time zone,timestamp with time zone,time without time zone,"
                + "uuid,bytea,jsonb,jsonb,jsonb,text,text,text");
  }

  @Test
  void anOverwriteKeepsGrantsAndViews() {
    load("k1", WriteMode.OVERWRITE, "SELECT 1 AS id", 1);
    TestPostgres.execute("CREATE VIEW " + schema + ".v AS SELECT id FROM " + target());
    load("k2", WriteMode.OVERWRITE, "SELECT 7 AS id", 1);
    assertThat(TestPostgres.rows("SELECT id FROM " + schema + ".v")).containsExactly("7");
  }

  @Test
  void aMissingColumnIsNamedWithTheStatementThatAddsIt() {
    load("k1", WriteMode.APPEND, "SELECT 1 AS id", 1);
    assertThatThrownBy(() -> load("k2", WriteMode.APPEND, "SELECT 1 AS id, 2.5 AS price", 1))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("COLUMN_MISSING");
              assertThat(e.failure().message()).contains("price");
              assertThat(e.failure().remedy().orElseThrow())
                  .contains("ADD COLUMN \"price\" numeric(2,1)");
            });
  }

  @Test
  void aMissingTableIsMadeOnlyIfWanted() {
    Sink sink = Definitions.jdbcSink(target(), WriteMode.APPEND, false, false);
    assertThatThrownBy(() -> connector().load(work("k", sink, "SELECT 1 AS id", 1, () -> true)))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("TABLE_MISSING"));
  }

  @Test
  void aBadRowLeavesTheTableAsItWas() {
    TestPostgres.execute("CREATE SCHEMA " + schema);
    TestPostgres.execute("CREATE TABLE " + target() + " (id int CHECK (id < 3))");
    load("k1", WriteMode.APPEND, "SELECT 1 AS id", 1);
    assertThatThrownBy(
            () -> load("k2", WriteMode.OVERWRITE, "SELECT i AS id FROM range(9) t(i)", 1))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().failureClass().name()).isEqualTo("USER");
              assertThat(e.failure().message()).contains("violates check constraint");
            });
    assertThat(visible()).containsExactly(1);
  }

  @Test
  void namesAreQuotedNotPasted() {
    String odd = "SELECT 1 AS \"id\", 2 AS \"x\"\"; DROP TABLE rows; --\"";
    load("k", WriteMode.APPEND, odd, 1);
    assertThat(visible()).containsExactly(1);
  }
}
