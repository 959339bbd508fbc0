package ai.matih.pipelines.persistence.migration;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the node's own database, brought up to date by Flyway. */
public final class Schema {

  /** The newest migration of this release. */
  static final String VERSION = "13";

  /** {@code undefined_table}. */
  private static final String NO_SUCH_TABLE = "42P01";

  private Schema() {}

  /**
   * Applies what is missing. Several nodes may call it at once: one migrates, the others wait. A
   * database that is up to date costs one query.
   *
   * @throws IllegalStateException if a newer release made the schema; nothing is changed then
   * @throws org.flywaydb.core.api.FlywayException if a migration fails
   */
  public static void migrate(DataSource database) {
    int version = version(database);
    if (version == known()) {
      return;
    }
    refuseNewer(new SchemaState(version, known(), List.of()));
    flyway(database).migrate();
    refuseNewer(new SchemaState(version(database), known(), List.of()));
  }

  /** How far the database is; changes nothing. */
  public static SchemaState state(DataSource database) {
    int version = version(database);
    List<String> pending =
        version >= known()
            ? List.of()
            : Arrays.stream(flyway(database).info().pending())
                .map(one -> one.getVersion() + " " + one.getDescription())
                .toList();
    return new SchemaState(version, known(), pending);
  }

  private static void refuseNewer(SchemaState state) {
    if (state.newer()) {
      throw new IllegalStateException(state.refusal());
    }
  }

  private static int known() {
    return Integer.parseInt(VERSION);
  }

  private static Flyway flyway(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        .load();
  }

  private static int version(DataSource database) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce(max(version::int), 0) FROM flyway_schema_history"
                    + " WHERE success AND version IS NOT NULL")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState())) {
        return 0;
      }
      throw new IllegalStateException("The database cannot be asked: " + e.getMessage(), e);
    }
  }
}
