package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import java.nio.file.Path;
import java.util.List;

/** Makes and reads Parquet files for tests. */
public final class Rows {
  private Rows() {}

  public static WorkLimits limits(Path temp) {
    return new WorkLimits(512L << 20, 1L << 30, 2, temp.resolve("spill"));
  }

  /** Writes the rows of a query. */
  public static Path parquet(Path folder, String name, String query) {
    Path file = folder.resolve(name + ".parquet");
    try (var duckdb = DuckDbSession.open(limits(folder), new CancelToken())) {
      duckdb.update("COPY (" + query + ") TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
    }
    return file;
  }

  /** Rows of a query over {@code {}}, the file, each as its columns' text with bars between. */
  public static List<String> read(Path file, String query) {
    try (var duckdb = DuckDbSession.open(limits(file.getParent()), new CancelToken())) {
      return duckdb.rows(
          query.replace("{}", "read_parquet(" + Sql.text(file.toString()) + ")"),
          row -> {
            var line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              line.append(i > 1 ? "|" : "").append(row.getString(i));
            }
            return line.toString();
          });
    }
  }
}
