package ai.matih.pipelines.persistence.migration;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the node's own database, brought up to date by Flyway. */
public final class Schema {

  /** The newest migration of this release. */
  static final String VERSION = "6";

  /** {@code undefined_table}. */
  private static final String NO_SUCH_TABLE = "42P01";

  private Schema() {}

  /**
   * Applies what is missing. Several nodes may call it at once: one migrates, the others wait. A
   * database that is up to date costs one query.
   *
   * @throws org.flywaydb.core.api.FlywayException if a migration fails, or the database was made by
   *     a newer release
   */
  public static void migrate(DataSource database) {
    if (isCurrent(database)) {
      return;
    }
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }

  private static boolean isCurrent(DataSource database) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history WHERE success"
                    + " ORDER BY installed_rank DESC LIMIT 1")) {
      return rows.next() && VERSION.equals(rows.getString(1));
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState())) {
        return false;
      }
      throw new IllegalStateException("The database cannot be asked: " + e.getMessage(), e);
    }
  }
}
