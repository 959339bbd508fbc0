package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Extract;
import ai.matih.pipelines.connectors.Extracted;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.duckdb.ProcessorTime;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.connectors.jdbc.PostgresSource;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Reads a table of eight columns from PostgreSQL on the same machine into a Parquet file. */
final class ExtractStep implements Benchmark {
  private static final int ROWS = 1_000_000;
  private static final int ROUNDS = 5;
  private static final String TABLE =
      "CREATE TABLE flights AS SELECT i AS id, (i % 365)::int AS day, 'carrier ' || i % 16 AS carrier,"
          + " md5(i::text) AS tail, timestamp '2013-01-01' + i * interval '1 second' AS departs,"
          + " date '2013-01-01' + (i % 365)::int AS date, i / 3.0::float8 AS distance,"
          + " i % 2 = 0 AS late FROM generate_series(1, "
          + ROWS
          + ") i";

  @Override
  public List<Figure> run(Path work) throws Exception {
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(work.resolve("postgres"))) {
      PostgresEndpoint place = server.analytics();
      try (Connection connection =
              DriverManager.getConnection(place.jdbcUrl(), place.credentials());
          Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
        statement.execute("ANALYZE flights");
      }
      Samples wall = new Samples();
      Samples processor = new Samples();
      for (int round = -1; round < ROUNDS; round++) {
        ProcessorTime spent = new ProcessorTime();
        long start = System.nanoTime();
        extract(work, place);
        if (round >= 0) {
          wall.add(System.nanoTime() - start);
          processor.add(spent.millis() * 1_000_000);
        }
      }
      return List.of(
          Figure.plain("a million rows of eight columns", wall.percentile(50), "ms"),
          Figure.plain("of that our processor time", processor.percentile(50), "ms"),
          Figure.atLeast(
              "rows read and written", ROWS / wall.percentile(50) * 1000, "rows/s", 300_000));
    }
  }

  private static void extract(Path work, PostgresEndpoint place) throws Exception {
    Path output = work.resolve("flights.parquet");
    Files.deleteIfExists(output);
    Path temp = Files.createDirectories(work.resolve("temp"));
    Extracted read =
        new PostgresSource()
            .extract(
                new Extract(
                    JdbcSource.ofQuery("BENCH", "SELECT * FROM flights"),
                    new ResolvedConnection(
                        "BENCH",
                        "postgresql",
                        Map.of(
                            "host", place.host(),
                            "port", Integer.toString(place.port()),
                            "database", place.database(),
                            "user", place.user()),
                        Map.of("password", new Secret(place.password()))),
                    output,
                    Map.of(),
                    new WorkLimits(512L << 20, 1L << 30, 2, temp),
                    Progress.NONE,
                    new CancelToken()));
    if (read.rows() != ROWS) {
      throw new IllegalStateException("read " + read.rows() + " rows");
    }
  }
}
