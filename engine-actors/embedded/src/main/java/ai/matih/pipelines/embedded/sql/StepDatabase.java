package ai.matih.pipelines.embedded.sql;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the SQL of one step runs: a DuckDB that holds a view for each input and can reach those
 * files, the output and nothing else. The locks are set before any text of a definition is seen.
 * Belongs to one thread.
 */
public final class StepDatabase implements AutoCloseable {
  private final DuckDbSession duckdb;
  private final SqlGuard guard;

  private StepDatabase(DuckDbSession duckdb, SqlGuard guard) {
    this.duckdb = duckdb;
    this.guard = guard;
  }

  /**
   * Opens it over Parquet files.
   *
   * @param inputs relation name to the files that hold its rows
   * @param outputs files that {@link #write} may write
   */
  public static StepDatabase over(
      Map<String, List<Path>> inputs, List<Path> outputs, WorkLimits limits, CancelToken cancel) {
    var duckdb = DuckDbSession.open(limits, cancel);
    var reachable = new ArrayList<>(outputs);
    inputs.forEach(
        (relation, files) -> {
          reachable.addAll(files);
          duckdb.execute(
              "CREATE VIEW "
                  + Sql.name(relation)
                  + " AS SELECT * FROM read_parquet("
                  + Sql.paths(files)
                  + ")");
        });
    return closed(duckdb, inputs, reachable);
  }

  /** Opens it over empty relations of these columns, to have statements judged. */
  static StepDatabase like(
      Map<String, List<Column>> inputs, WorkLimits limits, CancelToken cancel) {
    var duckdb = DuckDbSession.open(limits, cancel);
    inputs.forEach(
        (relation, columns) ->
            duckdb.execute(
                "CREATE TABLE "
                    + Sql.name(relation)
                    + columns.stream()
                        .map(column -> Sql.name(column.name()) + " " + column.type())
                        .collect(Collectors.joining(", ", " (", ")"))));
    return closed(duckdb, inputs, List.of());
  }

  private static StepDatabase closed(
      DuckDbSession duckdb, Map<String, ?> inputs, List<Path> reachable) {
    duckdb.execute(PortableFunctions.CREATE);
    duckdb.lock(reachable, List.of());
    return new StepDatabase(duckdb, new SqlGuard(duckdb, inputs.keySet()));
  }

  /** What keeps the statement from being run, in words for its author. */
  public List<String> problems(String sql) {
    return guard.problems(sql);
  }

  /** Columns of the statement's result, as {@link #write} writes them; it is bound and not run. */
  public List<Column> describe(String sql) {
    return writable(guard.checked(sql)).schema();
  }

  private record Writable(String sql, List<Column> schema) {}

  /** What {@link #write} wrote. */
  public record Written(long rows, List<Column> schema) {}

  /** Writes the rows of the statement to a Parquet file. */
  public Written write(String sql, Path output) {
    Writable rows = writable(guard.checked(sql));
    long written =
        duckdb.update(
            "COPY ("
                + rows.sql()
                + "\n) TO "
                + Sql.text(output.toString())
                + " (FORMAT parquet, USE_TMP_FILE false)");
    return new Written(written, rows.schema());
  }

  /**
   * The statement with a name of its own for each column, as a subquery gives them ({@code id, id}
   * becomes {@code id, id_1}), and without integers of 128 bits, which DuckDB's sum gives and
   * Parquet has not: they become DECIMAL(38,0), and not, as DuckDB would have it, floating numbers.
   */
  private Writable writable(String statement) {
    var rows = new Writable(statement, duckdb.describe(statement));
    if (distinctNames(rows.schema()) < rows.schema().size()) {
      String named = "SELECT * FROM (" + statement + "\n) AS named";
      rows = new Writable(named, duckdb.describe(named));
    }
    String wide =
        rows.schema().stream()
            .filter(StepDatabase::isWide)
            .map(column -> Sql.name(column.name()))
            .map(name -> "CAST(" + name + " AS DECIMAL(38,0)) AS " + name)
            .collect(Collectors.joining(", "));
    if (wide.isEmpty()) {
      return rows;
    }
    String cast = "SELECT * REPLACE (" + wide + ") FROM (" + rows.sql() + "\n) AS wide";
    return new Writable(cast, duckdb.describe(cast));
  }

  private static long distinctNames(List<Column> schema) {
    return schema.stream().map(column -> column.name().toLowerCase(Locale.ROOT)).distinct().count();
  }

  private static boolean isWide(Column column) {
    return column.type().equals("HUGEINT") || column.type().equals("UHUGEINT");
  }

  /** The whole numbers of the only row of a statement. */
  public List<Long> numbers(String sql) {
    return duckdb.one(
        guard.checked(sql),
        row -> {
          var numbers = new ArrayList<Long>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            numbers.add(row.getLong(i));
          }
          return List.copyOf(numbers);
        });
  }

  /** Rows of a relation. */
  public long count(String relation) {
    return numbers("SELECT count(*) FROM " + Sql.name(relation)).getFirst();
  }

  @Override
  public void close() {
    duckdb.close();
  }
}
