package ai.matih.pipelines.persistence.archive;

import ai.matih.pipelines.persistence.journal.ArchiveMark;
import ai.matih.pipelines.persistence.journal.JournalArchive;
import ai.matih.pipelines.persistence.journal.JournalArchive.Stretch;
import ai.matih.pipelines.persistence.journal.JournalRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through the journal from its old end, once, and puts away what is old enough and read by
 * all: a run when its last entry is reached and its end is settled, of a pipeline what lies before
 * its snapshot, a few hundred entries at a time. One step is one transaction with the place that
 * was reached, which moves by compare-and-set: a second sweep changes nothing, a killed one goes on
 * where it was.
 *
 * @param retention age of the youngest entry that is looked at, by database time
 * @param rows of the journal that a step looks at
 * @param readers all of which must have read what is put away, by the names of their positions
 */
public record ArchiveSweep(Duration retention, int rows, Set<String> readers) {

  /** Fewer entries of a pipeline are not worth a mark. */
  static final int SHORTEST_OF_PIPELINE = 200;

  private static final int LONGEST_OF_PIPELINE = 2_000;

  /** A run with more is left where it is. */
  private static final int LONGEST_OF_RUN = 20_000;

  public ArchiveSweep {
    readers = Set.copyOf(readers);
  }

  /** What a step did; {@code looked} is 0 if there was nothing to look at. */
  public record Step(int looked, int runs, int events) {}

  private record Place(
      long ordering, String persistenceId, String manifest, boolean newest, boolean young) {}

  /**
   * One step; the caller's transaction is committed if it did anything.
   *
   * @param connection without auto-commit
   */
  public Step next(Connection connection) throws SQLException {
    long from = position(connection);
    var places = places(connection, from, readByAll(connection));
    if (places.isEmpty()) {
      connection.rollback();
      return new Step(0, 0, 0);
    }
    long to = places.getLast().ordering();
    var runs = new HashSet<String>();
    var pipelines = new HashSet<String>();
    for (var place : places) {
      if (!ArchiveMark.is(place.manifest())) {
        if (place.persistenceId().startsWith("pipeline|")) {
          pipelines.add(place.persistenceId());
        } else if (place.newest() && place.persistenceId().startsWith("execution|")) {
          runs.add(place.persistenceId());
        }
      }
    }
    var ended =
        rows(connection, RUNS, to, runs, LONGEST_OF_RUN).stream()
            .filter(ArchiveSweep::settled)
            .toList();
    var stretches = new ArrayList<>(ended);
    stretches.addAll(
        rows(connection, PIPELINES, to, grown(connection, to, pipelines), LONGEST_OF_PIPELINE));
    JournalArchive.put(connection, stretches);
    int events = stretches.stream().mapToInt(stretch -> stretch.rows().size()).sum();
    move(connection, from, to, ended.size(), events);
    connection.commit();
    return new Step(places.size(), ended.size(), events);
  }

  /** Events that came after the archive of a run are put away as they are. */
  private static boolean settled(Stretch run) {
    boolean settled = run.rows().getFirst().sequenceNumber() > 1;
    for (var row : run.rows()) {
      settled =
          switch (row.eventName()) {
            case "end-settled" -> true;
            case "end-owed" -> false;
            default -> settled;
          };
    }
    return settled;
  }

  private static long position(Connection connection) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO journal_archive_progress DEFAULT VALUES ON CONFLICT DO NOTHING")) {
      insert.executeUpdate();
    }
    try (var select = connection.prepareStatement("SELECT position FROM journal_archive_progress");
        var row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A reader that has not begun has read nothing. */
  private long readByAll(Connection connection) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT CASE WHEN count(*) = ? THEN min(position) ELSE 0 END FROM projection_offset"
                + " WHERE name = ANY (?)")) {
      select.setInt(1, readers.size());
      select.setArray(2, connection.createArrayOf("text", readers.toArray()));
      try (var row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<Place> places(Connection connection, long from, long readByAll) throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            SELECT j.ordering, j.persistence_id, j.event_ser_manifest,
              NOT EXISTS (SELECT 1 FROM event_journal n WHERE n.persistence_id = j.persistence_id
                          AND n.sequence_number > j.sequence_number AND n.ordering <= ?),
              coalesce(j.write_timestamp, 0) > extract(epoch FROM now()) * 1000 - ?
            FROM event_journal j WHERE j.ordering > ? AND j.ordering <= ?
            ORDER BY j.ordering LIMIT ?""")) {
      select.setLong(1, readByAll);
      select.setLong(2, retention.toMillis());
      select.setLong(3, from);
      select.setLong(4, readByAll);
      select.setInt(5, rows);
      var places = new ArrayList<Place>();
      try (var row = select.executeQuery()) {
        while (row.next()) {
          var place =
              new Place(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getBoolean(4),
                  row.getBoolean(5));
          if (place.young()) {
            break;
          }
          places.add(place);
        }
      }
      return places;
    }
  }

  /** Of entity {@code e.id} what is not archived yet, up to a place. */
  private static final String REST =
      """
      FROM event_journal o WHERE o.persistence_id = e.id AND o.ordering <= ?
        AND o.sequence_number > coalesce((SELECT max(last_number) FROM journal_archive a
                                          WHERE a.persistence_id = e.id), 0)
      """;

  private static final String BEFORE_SNAPSHOT =
      """
      AND o.sequence_number <= (SELECT max(s.sequence_number) FROM snapshot s
                                WHERE s.persistence_id = e.id)
      """;

  private static final String ROWS =
      """
      SELECT e.id, j.ordering, j.sequence_number, j.writer, coalesce(j.write_timestamp, 0),
        j.event_ser_manifest, j.event_payload
      FROM unnest(?::text[]) AS e (id) CROSS JOIN LATERAL (
        SELECT o.* %s ORDER BY o.sequence_number LIMIT ?) AS j
      ORDER BY e.id, j.sequence_number""";

  private static final String RUNS = ROWS.formatted(REST);
  private static final String PIPELINES = ROWS.formatted(REST + BEFORE_SNAPSHOT);
  private static final String GROWN =
      "SELECT e.id FROM unnest(?::text[]) AS e (id) WHERE (SELECT count(*) %s) >= ?"
          .formatted(REST + BEFORE_SNAPSHOT);

  private static Set<String> grown(Connection connection, long upTo, Set<String> pipelines)
      throws SQLException {
    var grown = new HashSet<String>();
    if (pipelines.isEmpty()) {
      return grown;
    }
    try (var select = connection.prepareStatement(GROWN)) {
      select.setArray(1, connection.createArrayOf("text", pipelines.toArray()));
      select.setLong(2, upTo);
      select.setInt(3, SHORTEST_OF_PIPELINE);
      try (var row = select.executeQuery()) {
        while (row.next()) {
          grown.add(row.getString(1));
        }
      }
    }
    return grown;
  }

  private static List<Stretch> rows(
      Connection connection, String sql, long upTo, Set<String> entities, int longest)
      throws SQLException {
    Map<String, List<JournalRow>> found = new LinkedHashMap<>();
    if (entities.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("text", entities.toArray()));
      select.setLong(2, upTo);
      select.setInt(3, longest);
      try (var row = select.executeQuery()) {
        while (row.next()) {
          found
              .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
              .add(
                  new JournalRow(
                      row.getLong(2),
                      row.getLong(3),
                      row.getString(4),
                      row.getLong(5),
                      row.getString(6),
                      row.getBytes(7)));
        }
      }
    }
    return found.entrySet().stream()
        .map(entity -> new Stretch(entity.getKey(), entity.getValue()))
        .toList();
  }

  private static void move(Connection connection, long from, long to, int runs, int events)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE journal_archive_progress SET position = ?, runs = runs + ?,"
                + " events = events + ? WHERE position = ?")) {
      update.setLong(1, to);
      update.setInt(2, runs);
      update.setInt(3, events);
      update.setLong(4, from);
      if (update.executeUpdate() == 0) {
        throw new IllegalStateException("another node sweeps the journal");
      }
    }
  }
}
