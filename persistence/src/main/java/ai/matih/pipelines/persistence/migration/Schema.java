package ai.matih.pipelines.persistence.migration;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the node's own database, brought up to date by Flyway. */
public final class Schema {

  /** The newest migration of this release. */
  static final String VERSION = "14";

  /** {@code undefined_table}. */
  private static final String NO_SUCH_TABLE = "42P01";

  private Schema() {}

  /**
   * Applies what is missing. Several nodes may call it at once: one migrates, the others wait. A
   * database that is up to date costs one query. One that a newer release has migrated is left as
   * it is.
   *
   * @throws IllegalStateException if a newer release made the schema, and this one cannot live with
   *     it
   * @throws org.flywaydb.core.api.FlywayException if a migration fails
   */
  public static void migrate(DataSource database) {
    int version = version(database);
    if (version == known()) {
      return;
    }
    if (version < known()) {
      flyway(database).migrate();
    }
    SchemaState state = state(database);
    if (state.refused()) {
      throw new IllegalStateException(state.refusal());
    }
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
    boolean livable = version <= known() || strange(database) == 0;
    return new SchemaState(version, known(), livable, pending);
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
    return number(
        database,
        "SELECT coalesce(max(version::int), 0) FROM flyway_schema_history"
            + " WHERE success AND version IS NOT NULL");
  }

  /** How many newer migrations there are that do not say that this release can live with them. */
  private static int strange(DataSource database) {
    return number(
        database,
        """
        SELECT count(*) FROM flyway_schema_history h
        WHERE h.version::int > %1$d AND NOT (h.success AND EXISTS (
          SELECT 1 FROM schema_tolerance t WHERE t.version = h.version::int AND t.oldest <= %1$d))"""
            .formatted(known()));
  }

  private static int number(DataSource database, String query) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
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
