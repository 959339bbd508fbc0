package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.entity.Journaled;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of one entity, in the order it was written: what a state is made from, and the audit
 * trail of what was done and by whom. What was archived is there as before.
 */
public final class EntityJournal {

  private EntityJournal() {}

  /** One record with its place in the entity's journal, from 1. */
  public record Entry(long sequenceNumber, Journaled<?> record) {}

  /**
   * One record as it was written, for audits; readable for events of any release.
   *
   * @param type the event's name, e.g. {@code step-ended}
   * @param event its fields
   */
  public record AuditEntry(
      long sequenceNumber, String type, JournalCodec.Head head, JsonNode event) {}

  /** At most {@code limit} records after {@code after}, events decoded. */
  public static List<Entry> read(Connection connection, String persistenceId, long after, int limit)
      throws SQLException {
    return query(
        connection,
        persistenceId,
        after,
        limit,
        (sequenceNumber, manifest, payload) ->
            new Entry(sequenceNumber, JournalCodec.CURRENT.read(manifest, payload)));
  }

  /** At most {@code limit} records after {@code after}, events as JSON. */
  public static List<AuditEntry> audit(
      Connection connection, String persistenceId, long after, int limit) throws SQLException {
    return query(connection, persistenceId, after, limit, EntityJournal::auditEntry);
  }

  private static AuditEntry auditEntry(long sequenceNumber, String manifest, byte[] payload) {
    try {
      return new AuditEntry(
          sequenceNumber,
          manifest.substring(0, Math.max(0, manifest.lastIndexOf(':'))),
          JournalCodec.CURRENT.readHead(manifest, payload),
          Json.MAPPER.readTree(payload).path("event"));
    } catch (IOException e) {
      throw new UnreadableRecord("A journal record '" + manifest + "' cannot be read", e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(long sequenceNumber, String manifest, byte[] payload);
  }

  private static <T> List<T> query(
      Connection connection, String persistenceId, long after, int limit, Reading<T> reading)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT sequence_number, event_ser_manifest, event_payload FROM event_journal
            WHERE persistence_id = ? AND sequence_number > ? AND NOT deleted
            ORDER BY sequence_number LIMIT ?""")) {
      statement.setString(1, persistenceId);
      statement.setLong(2, after);
      statement.setInt(3, limit);
      var entries = new ArrayList<T>();
      try (var rows = statement.executeQuery()) {
        while (rows.next() && entries.size() < limit) {
          long number = rows.getLong(1);
          var manifest = rows.getString(2);
          var payload = rows.getBytes(3);
          if (ArchiveMark.is(manifest)) {
            JournalArchive.open(connection, persistenceId, payload).stream()
                .filter(row -> row.sequenceNumber() > after)
                .limit(limit - entries.size())
                .map(row -> reading.read(row.sequenceNumber(), row.manifest(), row.payload()))
                .forEach(entries::add);
          } else {
            entries.add(reading.read(number, manifest, payload));
          }
        }
      }
      return List.copyOf(entries);
    }
  }
}
