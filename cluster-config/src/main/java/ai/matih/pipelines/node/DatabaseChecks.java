package ai.matih.pipelines.node;

import ai.matih.pipelines.node.dev.PostgresEndpoint;
import ai.matih.pipelines.persistence.migration.SchemaState;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether a node can stand on a database. */
final class DatabaseChecks {
  private static final int OLDEST = 130_000;

  private DatabaseChecks() {}

  /** PostgreSQL 13 or newer, and one that can be written. */
  static void usable(DataSource database, PostgresEndpoint where) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT current_setting('server_version_num')::int, pg_is_in_recovery(),"
                    + " current_setting('server_version')")) {
      rows.next();
      if (rows.getInt(1) < OLDEST) {
        throw new NodeStartException(
            "the database "
                + where
                + " is PostgreSQL "
                + rows.getString(3)
                + "; 13 or newer is needed");
      }
      if (rows.getBoolean(2)) {
        throw new NodeStartException(
            "the database "
                + where
                + " is a standby that only reads: set postgres.host to the primary");
      }
    } catch (SQLException e) {
      throw new NodeStartException(
          "the database " + where + " cannot be asked: " + e.getMessage(), e);
    }
  }

  /** Where a start may not migrate, the schema must be there already. */
  static void current(SchemaState state, PostgresEndpoint where) {
    if (state.refused()) {
      throw new NodeStartException("the database " + where + " cannot be used: " + state.refusal());
    }
    if (!state.current()) {
      throw new NodeStartException(
          "the database "
              + where
              + " lacks the migrations "
              + String.join(", ", state.pending())
              + " and postgres.migrate is false: run `matih migrate`");
    }
  }
}
