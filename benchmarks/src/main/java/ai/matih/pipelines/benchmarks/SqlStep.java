package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A step's SQL behind the sandbox against the same SQL in DuckDB alone. */
final class SqlStep implements Benchmark {
  private static final int ROUNDS = 9;
  private static final String SQL =
      "SELECT k, count(*) AS n, sum(v) AS total, avg(w) AS mean FROM %s WHERE v > 100 GROUP BY k";

  @Override
  public List<Figure> run(Path work) throws Exception {
    Path input = work.resolve("input.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT range % 1000 AS k, (range * 7919) % 100000 AS v, range / 3.0 AS w"
              + " FROM range(10000000)) TO '"
              + input
              + "' (FORMAT parquet)");
    }
    Samples alone = new Samples();
    Samples step = new Samples();
    Samples aloneCpu = new Samples();
    Samples stepCpu = new Samples();
    for (int round = -2; round < ROUNDS; round++) {
      long zero = processorTime();
      long first = alone(work, input);
      long one = processorTime();
      long second = step(work, input);
      long two = processorTime();
      if (round >= 0) {
        alone.add(first);
        step.add(second);
        aloneCpu.add(one - zero);
        stepCpu.add(two - one);
      }
    }
    return List.of(
        Figure.plain("DuckDB alone", alone.percentile(50), "ms"),
        Figure.plain("as a step", step.percentile(50), "ms"),
        Figure.atLeast(
            "speed of the step against DuckDB alone",
            alone.percentile(50) / step.percentile(50),
            "x",
            0.95),
        Figure.plain("DuckDB alone, processor time", aloneCpu.percentile(50), "ms"),
        Figure.plain("as a step, processor time", stepCpu.percentile(50), "ms"),
        Figure.atLeast(
            "processor time of DuckDB alone against the step's",
            aloneCpu.percentile(50) / stepCpu.percentile(50),
            "x",
            0.95));
  }

  /** Of the process: tells more than the clock where others use the machine too. */
  private static long processorTime() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long alone(Path work, Path input) throws Exception {
    Path output = work.resolve("alone.parquet");
    Files.deleteIfExists(output);
    long start = System.nanoTime();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET memory_limit = '512MB'");
      statement.execute(
          "COPY ("
              + SQL.formatted("read_parquet('" + input + "')")
              + ") TO '"
              + output
              + "' (FORMAT parquet)");
    }
    return System.nanoTime() - start;
  }

  private static long step(Path work, Path input) throws Exception {
    Path output = work.resolve("step.parquet");
    Files.deleteIfExists(output);
    Path temp = Files.createDirectories(work.resolve("temp"));
    long start = System.nanoTime();
    try (StepDatabase database =
        StepDatabase.over(
            Map.of("numbers", List.of(input)),
            List.of(output),
            new WorkLimits(512L << 20, 1L << 30, 2, temp),
            new CancelToken())) {
      database.write(SQL.formatted("numbers"), output);
    }
    return System.nanoTime() - start;
  }
}
