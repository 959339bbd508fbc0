package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.ResolvedConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * One connection to PostgreSQL in one transaction at a time. It belongs to the thread that opened
 * it; a cancel asks the server to stop the running statement.
 */
final class PostgresSession implements AutoCloseable {
  private static final String TEXT_FORMS = "SET bytea_output = hex; SET IntervalStyle = iso_8601";
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final String name;
  private final Connection connection;
  private final CancelToken cancel;
  private final CancelToken.Registration hook;
  private volatile boolean closed;

  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private PostgresSession(String name, Connection connection, CancelToken cancel) {
    this.name = name;
    this.connection = connection;
    this.cancel = cancel;
    this.hook = cancel.onCancel(this::interrupt);
  }

  static PostgresSession open(ResolvedConnection to, String applicationName, CancelToken cancel) {
    var address = PostgresAddress.of(to);
    cancel.check();
    try {
      var connection =
          DriverManager.getConnection(address.url(), address.properties(applicationName));
      try (Statement statement = connection.createStatement()) {
        statement.execute(TEXT_FORMS);
      }
      connection.setAutoCommit(false);
      return new PostgresSession(to.name(), connection, cancel);
    } catch (SQLException e) {
      throw PostgresErrors.failure(e, to.name(), cancel);
    }
  }

  /** Runs {@code work}, turning its errors into failures; commits nothing by itself. */
  <T> T run(Work<T> work) {
    cancel.check();
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw PostgresErrors.failure(e, name, cancel);
    }
  }

  int execute(String sql, Object... values) {
    return run(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
            return Math.max(0, statement.getUpdateCount());
          }
        });
  }

  <T> List<T> rows(RowReader<T> reader, String sql, Object... values) {
    return run(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            var read = new ArrayList<T>();
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                read.add(reader.read(rows));
              }
            }
            return List.copyOf(read);
          }
        });
  }

  void commit() {
    run(
        c -> {
          c.commit();
          return null;
        });
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Asks the server to stop, and hangs up on one that does not answer. */
  private void interrupt() {
    Thread.startVirtualThread(
        () -> {
          try {
            connection.unwrap(PGConnection.class).cancelQuery();
          } catch (SQLException e) {
            abort();
          }
        });
    Thread.startVirtualThread(
        () -> {
          LockSupport.parkNanos(PATIENCE_NANOS);
          if (!closed) {
            abort();
          }
        });
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      return;
    }
  }

  /** Rolls back whatever is open. */
  @Override
  public void close() {
    hook.close();
    closed = true;
    try (connection) {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      abort();
    }
  }

  /** Read-only from the next statement on. */
  void readOnly() {
    run(
        c -> {
          c.setReadOnly(true);
          try (Statement statement = c.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          }
          return null;
        });
  }
}
