package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of many: an advisory lock that belongs to a database session and goes with it. It saves
 * work; what must not happen twice is guarded by {@link Position}.
 */
final class NodeLock {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLock.class);

  private NodeLock() {}

  /** Takes the lock of {@code name} for this session, or returns false at once. */
  static boolean take(Connection connection, String name) throws SQLException {
    connection.setAutoCommit(true);
    try (var statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 7401))")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Gives lock and connection back: an open transaction is rolled back. */
  static void release(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      try (var statement = connection.createStatement()) {
        statement.execute("RESET ALL");
        statement.execute("SELECT pg_advisory_unlock_all()");
      }
    } catch (SQLException e) {
      LOG.debug("the connection is gone, and its lock with it", e);
    }
  }
}
