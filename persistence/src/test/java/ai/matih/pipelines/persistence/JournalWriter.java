package ai.matih.pipelines.persistence;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.persistence.journal.JournalCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes journal rows as pekko-persistence-jdbc does, for tests that need no actors. */
public final class JournalWriter {

  private final Map<String, Long> sequenceNumbers = new HashMap<>();

  /** Appends the records of one entity in one batch on {@code connection}; does not commit. */
  public void write(
      Connection connection, String persistenceId, List<? extends Journaled<?>> records)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                + " adapter_manifest, event_ser_id, event_ser_manifest, event_payload)"
                + " VALUES (?, ?, 'test', 0, '', 7401, ?, ?)")) {
      for (var record : records) {
        statement.setString(1, persistenceId);
        statement.setLong(2, sequenceNumbers.merge(persistenceId, 1L, Long::sum));
        statement.setString(3, JournalCodec.CURRENT.manifest(record));
        statement.setBytes(4, JournalCodec.CURRENT.write(record));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Appends and commits. */
  public void write(
      TestDatabase database, String persistenceId, List<? extends Journaled<?>> records) {
    try (var connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      write(connection, persistenceId, records);
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
