package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.persistence.journal.EntityJournal;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What happened to an entity and by whom, straight from its journal, so it never lags. Whose entity
 * it is has to be checked before. Thread-safe.
 */
public final class AuditTrail {

  private final DataSource database;

  public AuditTrail(DataSource database) {
    this.database = database;
  }

  /**
   * At most {@code limit} records in order.
   *
   * @param persistenceId {@code <kind>|<id>}
   * @param after the last sequence number that is known already, 0 for none
   * @throws ReadModelUnavailable if the database does not answer
   */
  public List<EntityJournal.AuditEntry> read(String persistenceId, long after, int limit) {
    try (var connection = database.getConnection()) {
      return EntityJournal.audit(connection, persistenceId, after, limit);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
