package ai.matih.pipelines.persistence.projection.wakeup;

import ai.matih.pipelines.entity.Journaled.Wake;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.Sensing;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.Projection;
import ai.matih.pipelines.persistence.sql.Columns;
import ai.matih.pipelines.pipeline.Looking;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.trigger.Watch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Keeps the wake-up index: one row for each entity that owes something at a time. Of several events
 * of an entity in one batch only the last due time is written. A due time that moves on, as it does
 * with most events, leaves the indexed {@code next_send} as it is: the clock looks at the row then,
 * finds it not due, and puts it off. Looks of triggers and of gates that wait for data have rows of
 * their own, which the looks put off.
 */
public final class WakeUpProjection implements Projection {

  private record Due(String persistenceId, long token, Instant at) {}

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) throws SQLException {
    var due = new LinkedHashMap<String, Due>();
    var done = new LinkedHashSet<String>();
    for (var entry : batch) {
      if (entry.eventName().equals("triggers-driven")) {
        looks(connection, entry);
      }
      if (entry.eventName().equals("gate-opened")) {
        sensor(connection, entry);
      }
      switch (entry.head().wake()) {
        case Wake.Unchanged ignored -> {}
        case Wake.At at -> {
          done.remove(entry.persistenceId());
          due.put(
              entry.persistenceId(),
              new Due(entry.persistenceId(), entry.sequenceNumber(), at.at()));
        }
        case Wake.None ignored -> {
          due.remove(entry.persistenceId());
          done.add(entry.persistenceId());
        }
      }
    }
    remove(connection, List.copyOf(done));
    set(connection, new ArrayList<>(due.values()));
  }

  /** The looks of a pipeline's triggers begin at once; those that are not driven any more end. */
  private static void looks(Connection connection, JournalEntry entry) throws SQLException {
    if (!(entry.event() instanceof PipelineEvent.TriggersDriven(var watches))) {
      return;
    }
    var prefix = Looking.KIND + "|" + entry.entityId() + "/";
    var rows =
        watches.stream()
            .filter(Watch::polled)
            .map(watch -> prefix + watch.trigger())
            .toArray(String[]::new);
    try (var gone =
            connection.prepareStatement(
                "DELETE FROM wake_up WHERE persistence_id > ? AND persistence_id < ?"
                    + " AND NOT persistence_id = ANY (?)");
        var there =
            connection.prepareStatement(
                "INSERT INTO wake_up (persistence_id, token, due, next_send)"
                    + " SELECT name, ?, now(), now() FROM unnest(?) AS name"
                    + " ON CONFLICT (persistence_id) DO NOTHING")) {
      var names = connection.createArrayOf("text", rows);
      gone.setString(1, prefix);
      gone.setString(2, prefix.substring(0, prefix.length() - 1) + "0");
      gone.setArray(3, names);
      gone.executeUpdate();
      there.setLong(1, entry.sequenceNumber());
      there.setArray(2, names);
      there.executeUpdate();
    }
  }

  /** The looks of a gate that waits for data begin at once. */
  private static void sensor(Connection connection, JournalEntry entry) throws SQLException {
    if (entry.event() instanceof ExecutionEvent.GateOpened opened
        && opened.pokeInterval().isPresent()) {
      try (var there =
          connection.prepareStatement(
              "INSERT INTO wake_up (persistence_id, token, due, next_send)"
                  + " VALUES (?, ?, now(), now()) ON CONFLICT (persistence_id) DO NOTHING")) {
        there.setString(1, Sensing.KIND + "|" + entry.entityId() + "/" + opened.gate());
        there.setLong(2, entry.sequenceNumber());
        there.executeUpdate();
      }
    }
  }

  private static void remove(Connection connection, List<String> entities) throws SQLException {
    if (entities.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(connection, "DELETE FROM wake_up WHERE persistence_id = ANY (?)", entities)
            .text(entity -> entity)) {
      columns.update();
    }
  }

  private static void set(Connection connection, List<Due> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                INSERT INTO wake_up (persistence_id, token, due, next_send)
                SELECT v.persistence_id, v.token, v.due, v.due
                FROM unnest(?::text[], ?::bigint[], ?::text[]::timestamptz[])
                  AS v (persistence_id, token, due)
                ON CONFLICT (persistence_id) DO UPDATE
                SET token = excluded.token, due = excluded.due, sends = 0,
                    next_send = least(wake_up.next_send, excluded.due)""",
                rows)
            .text(Due::persistenceId)
            .number(Due::token)
            .text(row -> IsoTime.text(row.at()))) {
      columns.update();
    }
  }
}
