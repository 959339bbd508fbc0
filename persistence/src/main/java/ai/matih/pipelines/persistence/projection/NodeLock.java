package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of many: an advisory lock that belongs to a database session and goes with it. A holder
 * whose session says nothing for longer than it ever should, because its process is stopped or cut
 * off, loses the session to the next that asks. The lock saves work; what must not happen twice is
 * guarded by {@link Position}.
 */
public final class NodeLock {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLock.class);

  private NodeLock() {}

  /**
   * Takes the lock of {@code name} for this session, or returns false at once.
   *
   * @param silence how long a holder may do nothing in its session before it is taken for dead
   */
  public static boolean take(Connection connection, String name, Duration silence)
      throws SQLException {
    connection.setAutoCommit(true);
    return take(connection, name)
        || endSilentHolder(connection, name, silence) && take(connection, name);
  }

  private static boolean take(Connection connection, String name) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 7401))")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** A statement under way is no silence, however long it takes. */
  private static boolean endSilentHolder(Connection connection, String name, Duration silence)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT pg_terminate_backend(s.pid)
            FROM (SELECT hashtextextended(?, 7401) AS key) k
            JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint = (k.key >> 32) & 4294967295
              AND l.objid::bigint = k.key & 4294967295
            JOIN pg_stat_activity s ON s.pid = l.pid
            WHERE s.state <> 'active'
              AND s.state_change < clock_timestamp() - make_interval(secs => ?)""")) {
      statement.setString(1, name);
      statement.setDouble(2, silence.toMillis() / 1000.0);
      try (var rows = statement.executeQuery()) {
        boolean ended = rows.next() && rows.getBoolean(1);
        if (ended) {
          LOG.warn(
              "Who held '{}' was silent for {} s and is taken for dead", name, silence.toSeconds());
        }
        return ended;
      }
    }
  }

  /** Gives lock and connection back: an open transaction is rolled back. */
  public static void release(Connection connection) {
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
