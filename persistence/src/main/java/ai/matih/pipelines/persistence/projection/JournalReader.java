package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the journal in the order of {@code ordering} without ever passing an entry by.
 *
 * <p>A number is drawn before its transaction commits, so a number that is missing may still come,
 * or may never come because its transaction was rolled back. A missing number is given up only when
 * every transaction that held a row lock on the journal table at the time it was missed has ended:
 * one of them must have drawn it. Transactions that do not write the journal are not waited for.
 *
 * <p>For one thread; uses the caller's connection and its transaction, at read committed.
 */
final class JournalReader {

  static final int LIMIT = 2_000;

  /** What lies before was read by somebody else, also of a stretch that has been archived since. */
  private final long begin;

  private long position;

  /** Missing numbers up to here will never come. */
  private long settledUpTo;

  /** The first missing number of the last read, or 0. */
  private long missing;

  /** Writers that may have drawn {@link #missing}; empty while nobody was asked. */
  private Set<String> suspects = Set.of();

  private long askedUpTo;

  JournalReader(long position) {
    this.begin = position;
    this.position = position;
    this.settledUpTo = position;
  }

  /** The last entry that was returned, or a missing number that was given up. */
  long position() {
    return position;
  }

  /**
   * The next entries, {@link #LIMIT} or more if there may be more of them; empty if there is none
   * that may be read yet. The events of an archived stretch come in their order where its last one
   * stood. The position moves with them: if the caller's transaction fails, it needs a new reader.
   */
  List<JournalEntry> next(Connection connection) throws SQLException {
    if (!suspects.isEmpty() && haveEnded(connection)) {
      // any read from here on sees whatever they committed
      settledUpTo = askedUpTo;
      suspects = Set.of();
    }
    var rows = select(connection);
    int usable = 0;
    long expected = position + 1;
    while (usable < rows.size()
        && (rows.get(usable).ordering() == expected
            || rows.get(usable).ordering() - 1 <= settledUpTo)) {
      expected = rows.get(usable).ordering() + 1;
      usable++;
    }
    if (usable < rows.size()) {
      suspect(connection, expected, rows.getLast().ordering());
    } else {
      missing = 0;
    }
    return opened(rows.subList(0, usable), connection);
  }

  /** A page of archived runs would be many times as large: it ends with the limit, or begins so. */
  private List<JournalEntry> opened(List<JournalEntry> rows, Connection connection)
      throws SQLException {
    var entries = new ArrayList<JournalEntry>(rows.size());
    for (var row : rows) {
      if (entries.size() >= LIMIT) {
        break;
      }
      if (row.isArchived()) {
        entries.addAll(row.archived(begin, connection));
      } else {
        entries.add(row);
      }
      position = row.ordering();
    }
    return List.copyOf(entries);
  }

  /** True if the last read stopped before a missing number. */
  boolean waitsForWriters() {
    return missing != 0;
  }

  /** A number missed for the first time is usually there at the next read: ask only then. */
  private void suspect(Connection connection, long expected, long seenUpTo) throws SQLException {
    if (missing == expected && suspects.isEmpty()) {
      askedUpTo = seenUpTo - 1;
      suspects = writers(connection);
      if (suspects.isEmpty()) {
        settledUpTo = askedUpTo;
      }
    }
    missing = expected;
  }

  /**
   * A transaction that is being prepared changes its name, so a prepared one that turns up later
   * may be one of the suspects and becomes one.
   */
  private boolean haveEnded(Connection connection) throws SQLException {
    var now = writers(connection);
    var left = new HashSet<String>();
    for (var writer : now) {
      if (suspects.contains(writer) || writer.startsWith("-1/")) {
        left.add(writer);
      }
    }
    suspects = left;
    return left.isEmpty();
  }

  private static Set<String> writers(Connection connection) throws SQLException {
    var writers = new HashSet<String>();
    try (var statement =
            connection.prepareStatement(
                """
                SELECT virtualtransaction FROM pg_locks
                WHERE locktype = 'relation' AND relation = 'event_journal'::regclass
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND mode = 'RowExclusiveLock' AND granted""");
        var result = statement.executeQuery()) {
      while (result.next()) {
        writers.add(result.getString(1));
      }
    }
    return writers;
  }

  private List<JournalEntry> select(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT ordering, persistence_id, sequence_number, event_ser_manifest, event_payload
            FROM event_journal WHERE ordering > ? ORDER BY ordering LIMIT ?""")) {
      statement.setLong(1, position);
      statement.setInt(2, LIMIT);
      var rows = new ArrayList<JournalEntry>();
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(
              new JournalEntry(
                  result.getLong(1),
                  result.getString(2),
                  result.getLong(3),
                  result.getString(4),
                  result.getBytes(5)));
        }
      }
      return rows;
    }
  }
}
