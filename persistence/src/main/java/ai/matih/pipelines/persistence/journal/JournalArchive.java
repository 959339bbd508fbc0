package ai.matih.pipelines.persistence.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Stretches of entities' journals in their small form, in table {@code journal_archive}. Uses the
 * caller's connection and transaction: the archive, the mark in the journal and the end of the rows
 * that it stands for are kept or lost together.
 */
public final class JournalArchive {

  private JournalArchive() {}

  /** What was put away: a stretch of one entity. */
  public record Stretch(String persistenceId, List<JournalRow> rows) {
    public Stretch {
      rows = List.copyOf(rows);
    }

    private Optional<JournalRow> end() {
      return rows.stream().filter(row -> row.eventName().equals("execution-ended")).findFirst();
    }
  }

  /** Puts stretches away; each must be consecutive rows of its entity, none of them a mark. */
  public static void put(Connection connection, List<Stretch> stretches) throws SQLException {
    try (var insert =
            connection.prepareStatement(
                "INSERT INTO journal_archive (persistence_id, first_number, last_number, tenant,"
                    + " status, ended_at, sha256, records) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        var delete =
            connection.prepareStatement(
                "DELETE FROM event_journal"
                    + " WHERE persistence_id = ? AND sequence_number BETWEEN ? AND ?");
        var mark =
            connection.prepareStatement(
                "UPDATE event_journal SET event_ser_manifest = ?, event_payload = ?"
                    + " WHERE persistence_id = ? AND sequence_number = ?")) {
      for (var stretch : stretches) {
        var rows = stretch.rows();
        long first = rows.getFirst().sequenceNumber();
        long last = rows.getLast().sequenceNumber();
        var packed = PackedRows.of(rows);
        var status = stretch.end().flatMap(JournalArchive::status);
        var head =
            JournalCodec.CURRENT.readHead(rows.getLast().manifest(), rows.getLast().payload());
        insert.setString(1, stretch.persistenceId());
        insert.setLong(2, first);
        insert.setLong(3, last);
        insert.setString(4, head.tenant().value());
        insert.setString(5, status.orElse(null));
        insert.setObject(
            6,
            stretch
                .end()
                .map(row -> JournalCodec.CURRENT.readHead(row.manifest(), row.payload()))
                .map(end -> end.occurredAt().atOffset(ZoneOffset.UTC))
                .orElse(null));
        insert.setString(7, packed.sha256());
        insert.setBytes(8, packed.records());
        insert.addBatch();
        delete.setString(1, stretch.persistenceId());
        delete.setLong(2, first);
        delete.setLong(3, last - 1);
        delete.addBatch();
        mark.setString(1, ArchiveMark.MANIFEST);
        mark.setBytes(2, new ArchiveMark(first, last, packed.sha256(), status).write(head));
        mark.setString(3, stretch.persistenceId());
        mark.setLong(4, last);
        mark.addBatch();
      }
      insert.executeBatch();
      delete.executeBatch();
      mark.executeBatch();
    }
  }

  private static Optional<String> status(JournalRow end) {
    try {
      return Optional.ofNullable(
          Json.MAPPER.readTree(end.payload()).path("event").path("status").textValue());
    } catch (IOException e) {
      throw new UnreadableRecord("A journal record '" + end.manifest() + "' cannot be read", e);
    }
  }

  /**
   * The rows that the mark with these bytes stands for.
   *
   * @throws UnreadableRecord if the archive has not what the mark says, so that an entity whose
   *     past is lost is not taken for a new one
   */
  public static List<JournalRow> open(Connection connection, String persistenceId, byte[] mark)
      throws SQLException {
    return open(connection, persistenceId, ArchiveMark.read(mark));
  }

  static List<JournalRow> open(Connection connection, String persistenceId, ArchiveMark mark)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT records FROM journal_archive WHERE persistence_id = ? AND last_number = ?")) {
      select.setString(1, persistenceId);
      select.setLong(2, mark.last());
      try (var found = select.executeQuery()) {
        if (!found.next()) {
          throw new UnreadableRecord(
              "The archive lacks the events %d to %d of %s: restore them to table journal_archive from a backup"
                  .formatted(mark.first(), mark.last(), persistenceId));
        }
        return new PackedRows(found.getBytes(1), mark.sha256()).rows();
      }
    }
  }

  /** When and how often something was put away; {@code since} of the oldest end that was not. */
  public record Figures(long runs, long events, long position, Optional<Instant> since) {}

  /** How it stands; two look-ups by key. */
  public static Figures figures(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                """
                SELECT p.runs, p.events, p.position,
                  (SELECT to_timestamp(j.write_timestamp / 1000.0) FROM event_journal j
                   WHERE j.ordering > p.position AND j.event_ser_manifest LIKE 'execution-ended:%'
                   ORDER BY j.ordering LIMIT 1)
                FROM journal_archive_progress p""");
        var rows = select.executeQuery()) {
      return rows.next()
          ? new Figures(
              rows.getLong(1),
              rows.getLong(2),
              rows.getLong(3),
              Optional.ofNullable(rows.getTimestamp(4)).map(at -> at.toInstant()))
          : new Figures(0, 0, 0, Optional.empty());
    }
  }
}
