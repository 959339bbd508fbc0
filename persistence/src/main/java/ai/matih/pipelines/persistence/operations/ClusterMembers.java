package ai.matih.pipelines.persistence.operations;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The nodes that say of themselves that they are members of a cluster over this database, by its
 * time. A node that starts asks here before it founds a cluster: that it got no answer from another
 * one does not say that there is none. Blocking, thread-safe.
 */
public final class ClusterMembers {
  private final DataSource database;

  public ClusterMembers(DataSource database) {
    this.database = database;
  }

  /** The node at {@code address} ({@code host:port}) is a member now. */
  public void seen(String address) throws SQLException {
    change(
        "INSERT INTO cluster_member VALUES (?, clock_timestamp())"
            + " ON CONFLICT (address) DO UPDATE SET seen_at = excluded.seen_at",
        address);
  }

  /** The node at {@code address} is none any more. */
  public void gone(String address) throws SQLException {
    change("DELETE FROM cluster_member WHERE address = ?", address);
  }

  /** Forgets addresses that nobody had within {@code silence}; restarted pods have others. */
  public void forget(Duration silence) throws SQLException {
    change(
        "DELETE FROM cluster_member WHERE seen_at < clock_timestamp() - ?::interval",
        silence.toMillis() + " ms");
  }

  private void change(String sql, String address) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, address);
      statement.executeUpdate();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  /** Who but {@code address} was a member within the last {@code recently}. */
  public List<String> others(String address, Duration recently) throws SQLException {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT address FROM cluster_member WHERE address <> ?"
                    + " AND seen_at > clock_timestamp() - ? * INTERVAL '1 ms' ORDER BY 1")) {
      select.setString(1, address);
      select.setLong(2, recently.toMillis());
      List<String> others = new ArrayList<>();
      try (var found = select.executeQuery()) {
        while (found.next()) {
          others.add(found.getString(1));
        }
      }
      return others;
    }
  }
}
