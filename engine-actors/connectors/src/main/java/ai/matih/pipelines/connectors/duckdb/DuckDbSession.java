package ai.matih.pipelines.connectors.duckdb;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBDriver;

/**
 * One in-memory DuckDB of one step. It belongs to the thread that opened it; only the {@link
 * CancelToken} reaches in from outside, and interrupts the running statement within milliseconds.
 * Extensions are never fetched or loaded. Errors leave as {@link
 * ai.matih.pipelines.connectors.StepFailure} with DuckDB's text, a cancel as {@link
 * ai.matih.pipelines.connectors.StepCancelled}.
 */
public final class DuckDbSession implements AutoCloseable {
  private static final long INTERRUPT_EVERY_NANOS = 20_000_000;

  private final Connection connection;
  private final CancelToken cancel;
  private final Set<String> threadsBefore;
  private volatile Statement running;

  /** Reads one row; must not move the cursor. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private DuckDbSession(Connection connection, CancelToken cancel, Set<String> threadsBefore) {
    this.connection = connection;
    this.cancel = cancel;
    this.threadsBefore = threadsBefore;
  }

  /** Opens an empty database within {@code limits}. */
  public static DuckDbSession open(WorkLimits limits, CancelToken cancel) {
    try {
      var properties = new Properties();
      properties.put(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
      Set<String> threads = ProcessorTime.threads();
      var session =
          new DuckDbSession(
              DriverManager.getConnection("jdbc:duckdb:", properties), cancel, threads);
      session.execute(
          "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; "
              + "SET allow_community_extensions = false; SET allow_persistent_secrets = false; "
              + "SET TimeZone = 'UTC'; "
              + ("SET memory_limit = '" + limits.memoryBytes() / 1024 + "KiB'; ")
              + ("SET threads = " + limits.threads() + "; ")
              + ("SET temp_directory = " + Sql.text(limits.temp().toString()) + "; ")
              + ("SET max_temp_directory_size = '" + limits.tempBytes() / 1024 + "KiB'"));
      return session;
    } catch (SQLException e) {
      throw DuckDbErrors.failure(e, cancel);
    }
  }

  /** Runs one or more statements. */
  public void execute(String sql) {
    run(statement -> statement.execute(sql));
  }

  /** Runs one statement and returns the rows it changed or copied. */
  public long update(String sql) {
    return run(statement -> statement.executeLargeUpdate(sql));
  }

  /** All rows of a query, in memory: for small results only. */
  public <T> List<T> rows(String sql, RowReader<T> reader) {
    return run(
        statement -> {
          var read = new ArrayList<T>();
          try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              read.add(reader.read(rows));
            }
          }
          return List.copyOf(read);
        });
  }

  /** The only row of a query. */
  public <T> T one(String sql, RowReader<T> reader) {
    return rows(sql, reader).getFirst();
  }

  /** Hands the rows of a query to {@code consumer} as they come. */
  public <T> T stream(String sql, RowReader<T> consumer) {
    return run(
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            return consumer.read(rows);
          }
        });
  }

  /** Columns and DuckDB types of a query, which is bound and not run. */
  public List<Column> describe(String query) {
    return rows(
        "DESCRIBE (" + query + "\n)",
        row -> new Column(row.getString("column_name"), row.getString("column_type")));
  }

  /**
   * Takes every door away: from here on statements reach these files and directories and no others,
   * and no setting can be changed.
   */
  public void lock(Collection<Path> files, Collection<Path> directories) {
    execute(
        "SET allowed_paths = "
            + Sql.paths(files)
            + "; SET allowed_directories = "
            + Sql.paths(directories)
            + "; SET enable_external_access = false; SET lock_configuration = true");
  }

  /** The JDBC connection, to register functions on; stays owned by the session. */
  public Connection connection() {
    return connection;
  }

  private <T> T run(Work<T> work) {
    cancel.check();
    try (Statement statement = connection.createStatement()) {
      running = statement;
      var hook = cancel.onCancel(() -> interruptUntilStopped(statement));
      try {
        return work.on(statement);
      } finally {
        running = null;
        hook.close();
      }
    } catch (SQLException e) {
      throw DuckDbErrors.failure(e, cancel);
    }
  }

  /** DuckDB forgets an interrupt that comes just before a statement starts, so it is repeated. */
  private void interruptUntilStopped(Statement statement) {
    Thread.startVirtualThread(
        () -> {
          while (running == statement) {
            try {
              statement.cancel();
            } catch (SQLException e) {
              return;
            }
            LockSupport.parkNanos(INTERRUPT_EVERY_NANOS);
          }
        });
  }

  @Override
  public void close() {
    ProcessorTime.closing(threadsBefore);
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDbErrors.failure(e, cancel);
    }
  }
}
