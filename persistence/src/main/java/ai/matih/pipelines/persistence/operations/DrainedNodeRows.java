package ai.matih.pipelines.persistence.operations;

import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Which nodes are drained, for all of a cluster. Blocking, thread-safe; every method throws {@link
 * ReadModelUnavailable} if the database does not answer.
 */
public final class DrainedNodeRows {
  private final DataSource database;

  public DrainedNodeRows(DataSource database) {
    this.database = database;
  }

  /** All of them, {@code host:port}. */
  public Set<String> all() {
    Set<String> nodes = new HashSet<>();
    try (var connection = database.getConnection();
        var select = connection.prepareStatement("SELECT node FROM drained_node");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        nodes.add(rows.getString(1));
      }
      return Set.copyOf(nodes);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  /** Drains a node, or takes it back. */
  public void set(String node, boolean drained) {
    try (var connection = database.getConnection();
        var change =
            connection.prepareStatement(
                drained
                    ? "INSERT INTO drained_node (node) VALUES (?) ON CONFLICT DO NOTHING"
                    : "DELETE FROM drained_node WHERE node = ?")) {
      change.setString(1, node);
      change.executeUpdate();
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
