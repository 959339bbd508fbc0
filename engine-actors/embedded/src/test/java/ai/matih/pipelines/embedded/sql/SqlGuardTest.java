package ai.matih.pipelines.embedded.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statement of a definition sees its inputs and nothing else. */
class SqlGuardTest {
  @TempDir Path temp;
  private Path input;

  @BeforeEach
  void start() throws IOException {
    input = temp.resolve("in's.parquet");
    Files.writeString(temp.resolve("secret.csv"), "password\nhunter2\n");
    try (var duckdb = DuckDbSession.open(limits(), new CancelToken())) {
      duckdb.update(
          "COPY (SELECT i AS id, 'n' || i AS name, '{\"k\": ' || i || '}' AS js FROM range(5) t(i)) "
              + "TO "
              + Sql.text(input.toString())
              + " (FORMAT parquet)");
    }
  }

  private WorkLimits limits() {
    return new WorkLimits(256L << 20, 1L << 30, 2, temp.resolve("spill"));
  }

  private StepDatabase database() {
    return StepDatabase.over(
        Map.of("orders", List.of(input)),
        List.of(temp.resolve("out.parquet")),
        limits(),
        new CancelToken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders",
        "SELECT * FROM ORDERS;",
        "SELECT id FROM orders; -- the end",
        "/* first */ SELECT id FROM orders /* last */ ; ; ",
        "WITH a AS (SELECT * FROM orders), b AS (SELECT * FROM a) SELECT * FROM b JOIN orders o ON o.id = b.id",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
        "SELECT id FROM orders UNION ALL SELECT 1 EXCEPT SELECT 2",
        "VALUES (1, 'a'), (2, 'b')",
        "FROM orders SELECT id",
        "SELECT * FROM (SELECT id FROM orders) q WHERE id IN (SELECT max(id) FROM orders)",
        "SELECT * FROM orders, LATERAL (SELECT orders.id + 1) AS l(n)",
        "SELECT * FROM orders PIVOT (count(*) FOR id IN (1, 2))",
        "SELECT unnest([1, 2]), * FROM generate_series(1, 3)",
        "SELECT row_number() OVER (PARTITION BY name ORDER BY id) FROM orders QUALIFY 1 = 1",
        "SELECT list_transform([1, 2], lambda x: x + 1), {'a': 1}.a FROM orders",
        "SELECT name || ';' || '--' || '/*', \"name\" FROM orders",
        "SELECT js->>'$.k', json_value(js, '$.k') FROM orders",
        "SELECT DISTINCT ON (id) * FROM orders ORDER BY ALL LIMIT 3",
        "SELECT strftime(now(), '%Y'), current_date, date_trunc('day', TIMESTAMP '2026-01-01') FROM orders"
      })
  void aReadOfTheInputsIsFine(String sql) {
    try (var database = database()) {
      assertThat(database.problems(sql)).isEmpty();
      database.write(sql, temp.resolve("out.parquet"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // files
        "SELECT * FROM 'secret.csv'",
        "SELECT * FROM \"secret.csv\"",
        "SELECT * FROM read_csv('secret.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM READ_PARQUET('in''s.parquet')",
        "SELECT * FROM parquet_scan('*.parquet')",
        "SELECT * FROM parquet_metadata('x.parquet')",
        "SELECT * FROM glob('/**')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_json_auto('https://169.254.169.254/latest/meta-data')",
        "SELECT * FROM 'https://evil.example/x.parquet'",
        "SELECT * FROM orders WHERE name IN (SELECT content FROM read_text('/etc/passwd'))",
        "WITH a AS (SELECT * FROM read_csv('secret.csv')) SELECT * FROM a",
        "SELECT (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT * FROM orders ORDER BY (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT * FROM orders JOIN read_text('/etc/passwd') f ON f.size > orders.id",
        "SELECT 1 UNION ALL SELECT size FROM read_text('/etc/passwd')",
        "WITH \"secret.csv\" AS (SELECT 1) SELECT * FROM (SELECT 1) q, \"other.csv\"",
        "SELECT * FROM (WITH f AS (SELECT 1) SELECT * FROM f) q, f",
        // other statements
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW orders",
        "COPY orders TO 'stolen.csv'",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "ATTACH 'x.db'",
        "ATTACH ':memory:' AS m",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "RESET memory_limit",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CREATE TABLE t AS SELECT 1",
        "CREATE SECRET s (TYPE s3)",
        "EXPORT DATABASE 'x'",
        "DROP VIEW orders",
        "USE memory",
        "EXPLAIN SELECT 1",
        "SHOW TABLES",
        "DESCRIBE orders",
        "SUMMARIZE orders",
        "SELECT * FROM (DESCRIBE orders)",
        "SELECT * FROM (SHOW TABLES)",
        "SELECT * FROM (SUMMARIZE orders)",
        "CHECKPOINT",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "WITH x AS (INSERT INTO orders VALUES (1) RETURNING *) SELECT * FROM x",
        "WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x",
        "PIVOT orders ON id USING count(*)",
        // breaking out of the brackets
        "SELECT 1) TO 'stolen.parquet'; --",
        "SELECT 1) TO 'stolen.parquet' (FORMAT parquet",
        "SELECT 1) AS q, (SELECT 2",
        "SELECT /* 1",
        "SELECT 1 -- \n) TO 'x'",
        "SELECT 'open",
        "SELECT \"open",
        "SELECT $$open",
        "SELECT 1\0) TO 'x'",
        // settings, environment, catalog
        "SELECT getenv('HOME')",
        "SELECT current_setting('temp_directory')",
        "SELECT getvariable('x')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_views",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM main.orders",
        "SELECT * FROM memory.main.orders",
        "SELECT pg_get_viewdef('orders')",
        "SELECT main.json_value('{}', '$.a')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('orders')",
        "SELECT * FROM histogram('orders', id)",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT nextval('s')",
        "SELECT write_log('x')",
        "SELECT version(), current_user",
        "SELECT * FROM pragma_table_info('orders')",
        "SELECT * FROM which_secret('s3://x', 's3')",
        "SELECT * FROM test_all_types()",
        // no values
        "SELECT ?",
        "SELECT $1 FROM orders",
        "SELECT * FROM customers",
        "SELEC 1",
        "",
        " ; -- nothing"
      })
  void everythingElseIsRefused(String sql) throws IOException {
    try (var database = database()) {
      assertThat(database.problems(sql)).isNotEmpty();
      assertThatThrownBy(() -> database.write(sql, temp.resolve("out.parquet")))
          .isInstanceOfSatisfying(
              StepFailure.class,
              e -> assertThat(e.failure().failureClass().name()).isEqualTo("USER"));
      assertThat(database.count("orders")).isEqualTo(5);
    }
    try (var files = Files.list(temp)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("in's.parquet", "secret.csv");
    }
  }

  /** What would happen if the parse tree were ever deceived: DuckDB's own locks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_text('{}/secret.csv')",
        "SELECT * FROM '{}/secret.csv'",
        "SELECT * FROM read_csv('{}/in''s.parquet/../secret.csv')",
        "SELECT * FROM glob('{}/*')",
        "COPY (SELECT 1) TO '{}/stolen.csv'",
        "COPY (SELECT 1) TO '{}/spill/stolen.csv'",
        "ATTACH '{}/x.db'",
        "EXPORT DATABASE '{}/x'",
        "IMPORT DATABASE '{}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{}/x.duckdb_extension'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "RESET threads",
        "PRAGMA memory_limit = '100GB'",
        "SET temp_directory = '/tmp'",
        "SET GLOBAL TimeZone = 'Asia/Tokyo'",
        "SELECT * FROM read_parquet('https://evil.example/x.parquet')",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
        "CALL enable_logging()"
      })
  void theDatabaseItselfIsClosed(String sql) {
    try (var duckdb = DuckDbSession.open(limits(), new CancelToken())) {
      duckdb.execute(
          "CREATE VIEW orders AS SELECT * FROM read_parquet(" + Sql.text(input.toString()) + ")");
      duckdb.lock(List.of(input), List.of());
      assertThatThrownBy(() -> duckdb.execute(sql.replace("{}", temp.toString())))
          .isInstanceOf(StepFailure.class);
      long rows = duckdb.one("SELECT count(*) FROM orders", row -> row.getLong(1));
      assertThat(rows).isEqualTo(5);
    }
  }

  @Test
  void aDeepStatementIsRefusedAndNothingBreaks() {
    String deep = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    String longOne = "SELECT 1" + " + 1".repeat(20_000);
    try (var database = database()) {
      for (String sql : List.of(deep, longOne)) {
        assertThatThrownBy(() -> database.write(sql, temp.resolve("out.parquet")))
            .isInstanceOf(StepFailure.class);
      }
      assertThat(database.count("orders")).isEqualTo(5);
    }
  }

  @Test
  void theRefusalNamesWhatIsWrong() {
    try (var database = database()) {
      assertThat(database.problems("SELECT * FROM customers JOIN read_text('x') ON true"))
          .containsExactlyInAnyOrder(
              "customers is not an input of this step",
              "the table function read_text is not allowed");
      assertThat(database.problems("SELEC 1")).first().asString().contains("syntax error");
    }
  }
}
