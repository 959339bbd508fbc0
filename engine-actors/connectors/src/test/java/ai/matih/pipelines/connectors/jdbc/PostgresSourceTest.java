package ai.matih.pipelines.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Definitions;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.Rows;
import ai.matih.pipelines.connectors.SourceConnector;
import ai.matih.pipelines.connectors.SourceContract;
import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSourceTest extends SourceContract {

  @BeforeEach
  void clear() {
    TestPostgres.execute("DROP SCHEMA IF EXISTS src CASCADE; CREATE SCHEMA src");
  }

  @Override
  protected SourceConnector connector() {
    return new PostgresSource();
  }

  @Override
  protected ResolvedConnection connection() {
    return TestPostgres.connection(Map.of("schema", "src"));
  }

  @Override
  protected Source people(int rows) {
    TestPostgres.execute(
        "CREATE TABLE src.people AS SELECT i - 1 AS id, CASE WHEN i % 10 > 0 THEN 'n' || i END "
            + "AS name FROM generate_series(1, "
            + rows
            + ") i");
    return Definitions.table("people");
  }

  @Override
  protected Source missing() {
    return Definitions.table("nobody");
  }

  @Test
  void everyUsualTypeArrivesAsItIs() {
    TestPostgres.execute(
        "CREATE TABLE src.types AS SELECT 1::int2 AS a, 2::int4 AS b, 3::int8 AS c, "
            + "1.25::float4 AS d, 'NaN'::float8 AS e, 12.340::numeric(10,3) AS f, "
            + "123456789012.123456789::numeric AS g, true AS h, DATE '2026-02-28' AS i, "
            + "TIME '01:02:03.5' AS j, TIMESTAMP '2026-01-02 03:04:05.678901' AS k, "
            + "TIMESTAMPTZ '2026-01-02 03:04:05+02' AS l, "
            + "'123e4567-e89b-12d3-a456-426614174000'::uuid AS m, '{\"a\": 1}'::jsonb AS n, "
            + "'\\x00ff5c'::bytea AS o, ARRAY[1, NULL, 3] AS p, '1 day 02:00'::interval AS q, "
            + "'10.0.0.1'::inet AS r, ''::text AS s, NULL::bytea AS t, 'x'::char(3) AS u");
    Path output = temp.resolve("types.parquet");
    extract(Definitions.table("src.types"), output, Map.of());
    assertThat(
            Rows.read(
                output,
                "SELECT a, b, c, d, isnan(e), f, g, h, i, j, k, l AT TIME ZONE 'UTC', m, "
                    + "n->>'a', hex(o), p, q, r, s = '', t IS NULL, u FROM {}"))
        .containsExactly(
            "1|2|3|1.25|true|12.340|123456789012.123456789000000000|true|2026-02-28|01:02:03.500|"
                + "2026-01-02 03:04:05.678901|2026-01-02 01:04:05.0|"
                + "123e4567-e89b-12d3-a456-426614174000|1|00FF5C|{1,NULL,3}|P1DT2H|10.0.0.1|"
                + "true|true|x  ");
    assertThat(
            Rows.read(
                output,
                "SELECT typeof(a), typeof(b), typeof(f), typeof(g), typeof(l), typeof(m), "
                    + "typeof(n), typeof(o) FROM {}"))
        .containsExactly(
            "SMALLINT|INTEGER|DECIMAL(10,3)|DECIMAL(38,18)|TIMESTAMP WITH TIME ZONE|UUID|JSON|BLOB");
  }

  @Test
  void aQueryIsReadInsteadOfATable() {
    people(20);
    Path output = temp.resolve("q.parquet");
    var query =
        Definitions.query("SELECT id * 2 AS twice, '?' AS mark FROM src.people WHERE id < 3");
    extract(query, output, Map.of());
    assertThat(Rows.read(output, "SELECT twice, mark FROM {} ORDER BY 1"))
        .containsExactly("0|?", "2|?", "4|?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM src.people",
        "DELETE FROM src.people RETURNING id",
        "WITH gone AS (DELETE FROM src.people RETURNING id) SELECT * FROM gone",
        "SELECT 1; DELETE FROM src.people",
        "SELECT 1 AS x) TO '/tmp/x'; DELETE FROM src.people; --",
        "COPY src.people TO '/tmp/stolen'",
        "COPY (SELECT 1) TO PROGRAM 'touch /tmp/owned'",
        "SET TRANSACTION READ WRITE",
        "COMMIT",
        "SELECT nextval('src.counter')",
        "CREATE TABLE src.evil AS SELECT 1",
        "SELECT lo_create(0)",
        ""
      })
  void aQueryThatIsNotOneReadIsRefused(String sql) {
    people(3);
    TestPostgres.execute("CREATE SEQUENCE src.counter");
    assertThatThrownBy(() -> extract(Definitions.query(sql), temp.resolve("q.parquet"), Map.of()))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> assertThat(e.failure().failureClass().name()).isIn("USER", "CONFIGURATION"));
    assertThat(TestPostgres.rows("SELECT count(*) FROM src.people")).containsExactly("3");
    assertThat(TestPostgres.rows("SELECT to_regclass('src.evil') IS NULL")).containsExactly("t");
  }

  @Test
  void aCancelStopsAReadBetweenRows() {
    var cancel = new CancelToken();
    Source endless = Definitions.query("SELECT generate_series(1, 1000000000) AS i");
    Progress cancelling = (rows, bytes) -> cancel.cancel("asked");
    assertStopped(endless, cancel, cancelling, () -> {});
  }

  @Test
  void aCancelStopsAQueryThatHasGivenNoRowYet() {
    var cancel = new CancelToken();
    Source slow = Definitions.query("SELECT 1000000000 AS i FROM pg_sleep(300)");
    var canceller =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  while (busy().equals(List.of("0"))) {
                    Thread.onSpinWait();
                  }
                  cancel.cancel("asked");
                });
    assertStopped(slow, cancel, Progress.NONE, canceller::start);
  }

  private void assertStopped(
      Source source, CancelToken cancel, Progress progress, Runnable beforehand) {
    Path output = temp.resolve("o.parquet");
    var asked = new AtomicReference<Instant>();
    cancel.onCancel(() -> asked.set(Instant.now()));
    beforehand.run();
    assertThatThrownBy(() -> connector().extract(work(source, output, Map.of(), cancel, progress)))
        .isInstanceOf(StepCancelled.class);
    assertThat(Duration.between(asked.get(), Instant.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(busy()).containsExactly("0");
  }

  private static List<String> busy() {
    return TestPostgres.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1000000000%' "
            + "AND state = 'active' AND pid <> pg_backend_pid()");
  }

  @Test
  void onlyFullReadsAreOffered() {
    Source incremental =
        Definitions.jdbc(Optional.of("people"), Optional.empty(), ReadMode.INCREMENTAL);
    assertThat(connector().reads(incremental, "postgresql")).isFalse();
    assertThat(connector().reads(Definitions.table("people"), "mysql")).isFalse();
  }
}
