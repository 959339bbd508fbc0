package ai.matih.pipelines.persistence.projection.readmodel;

import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.persistence.journal.Json;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.Projection;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;

/** One row for each connection that is not deleted: its newest revision, secrets as references. */
public final class ConnectionList implements Projection {

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) throws SQLException {
    for (var entry : batch) {
      if (entry.persistenceId().startsWith("connection|")) {
        switch ((ConnectionEvent) entry.event()) {
          case ConnectionEvent.ConnectionSaved saved -> save(connection, entry, saved);
          case ConnectionEvent.ConnectionDeleted ignored -> delete(connection, entry);
        }
      }
    }
  }

  private static void save(
      Connection connection, JournalEntry entry, ConnectionEvent.ConnectionSaved saved)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO connection_view
              (persistence_id, tenant, name, type, revision, definition, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (persistence_id) DO UPDATE
            SET type = excluded.type, revision = excluded.revision,
                definition = excluded.definition, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by""")) {
      var definition = saved.revision().definition();
      statement.setString(1, entry.persistenceId());
      statement.setString(2, saved.tenant().value());
      statement.setString(3, definition.name());
      statement.setString(4, definition.type());
      statement.setInt(5, saved.revision().revision());
      statement.setString(6, Json.MAPPER.writeValueAsString(definition));
      statement.setObject(7, entry.head().occurredAt().atOffset(ZoneOffset.UTC));
      statement.setString(8, entry.head().cause().actor());
      statement.executeUpdate();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e.getOriginalMessage(), e);
    }
  }

  private static void delete(Connection connection, JournalEntry entry) throws SQLException {
    try (var statement =
        connection.prepareStatement("DELETE FROM connection_view WHERE persistence_id = ?")) {
      statement.setString(1, entry.persistenceId());
      statement.executeUpdate();
    }
  }
}
