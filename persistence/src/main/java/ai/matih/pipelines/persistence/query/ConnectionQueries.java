package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.journal.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lists of connections, by name; they hold references to secrets, never a secret. Thread-safe. */
public final class ConnectionQueries {

  private final DataSource database;

  public ConnectionQueries(DataSource database) {
    this.database = database;
  }

  /** One page of newest revisions. Throws {@link ReadModelUnavailable}. */
  public Page<ConnectionRevision> list(TenantId tenant, PageRequest page) {
    return new Condition(tenant.value())
        .page(database, "connection_view", "name", page, ConnectionQueries::row);
  }

  private static ConnectionRevision row(ResultSet row) throws SQLException {
    try {
      return new ConnectionRevision(
          row.getInt("revision"),
          Json.MAPPER.readValue(row.getString("definition"), ConnectionDefinition.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("connection_view: " + e.getOriginalMessage(), e);
    }
  }
}
