package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Progress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The rows of a JDBC result as a DuckDB table function {@code feed()}: columns {@code c0, c1 ...}
 * of text, pulled in batches by the statement that reads it, once. Nothing is kept in memory beyond
 * the driver's fetch size and one batch.
 */
final class ResultSetFeed
    implements DuckDBTableFunction<ResultSetFeed, ResultSetFeed, ResultSetFeed> {
  private final ResultSet rows;
  private final List<PostgresColumn> columns;
  private final Progress progress;
  private final CancelToken cancel;
  private long rowsRead;
  private long bytesRead;

  ResultSetFeed(
      ResultSet rows, List<PostgresColumn> columns, Progress progress, CancelToken cancel) {
    this.rows = rows;
    this.columns = columns;
    this.progress = progress;
    this.cancel = cancel;
  }

  void registerOn(Connection duckdb) throws SQLException {
    DuckDBFunctions.tableFunction().withName("feed").withFunction(this).register(duckdb);
  }

  long rowsRead() {
    return rowsRead;
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public ResultSetFeed bind(DuckDBTableFunctionBindInfo bind) {
    for (int i = 0; i < columns.size(); i++) {
      bind.addResultColumn("c" + i, DuckDBColumnType.VARCHAR);
    }
    return this;
  }

  @Override
  public ResultSetFeed init(DuckDBTableFunctionInitInfo init) {
    init.setMaxThreads(1);
    return this;
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out)
      throws SQLException {
    cancel.check();
    int capacity = (int) out.capacity();
    byte[][][] batch = new byte[columns.size()][capacity][];
    int filled = 0;
    while (filled < capacity && rows.next()) {
      for (int i = 0; i < batch.length; i++) {
        byte[] value = value(i);
        batch[i][filled] = value;
        bytesRead += value == null ? 0 : value.length;
      }
      filled++;
    }
    for (int i = 0; i < batch.length; i++) {
      out.vector(i)
          .setStringUtf8Batch(0, filled == capacity ? batch[i] : Arrays.copyOf(batch[i], filled));
    }
    rowsRead += filled;
    progress.advanced(rowsRead, bytesRead);
    return filled;
  }

  /** The driver decodes bytea when asked for bytes; its text form is what DuckDB can read. */
  private byte[] value(int i) throws SQLException {
    if (!columns.get(i).binary()) {
      return rows.getBytes(i + 1);
    }
    String hex = rows.getString(i + 1);
    return hex == null ? null : hex.getBytes(StandardCharsets.US_ASCII);
  }
}
