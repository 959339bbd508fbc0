package ai.matih.pipelines.persistence.projection.wakeup;

import ai.matih.pipelines.schedule.WakeUps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** The wake-up index in table {@code wake_up}. Thread-safe. */
public final class JdbcWakeUps implements WakeUps {

  private final DataSource database;

  public JdbcWakeUps(DataSource database) {
    this.database = database;
  }

  @Override
  public List<Due> takeDue(int most) {
    try (var connection = database.getConnection()) {
      var due = new ArrayList<Due>();
      int wanted;
      // rows that are put off must not hide those behind them that are due
      do {
        wanted = most - due.size();
      } while (wanted > 0 && look(connection, wanted, due) == wanted);
      due.sort(Comparator.comparing(Due::due));
      return List.copyOf(due);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Adds what is due to {@code due}, puts off what is not; returns the number of both. */
  private static int look(Connection connection, int most, List<Due> due) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE wake_up
            SET next_send = CASE WHEN due > now() THEN due
                  ELSE now() + interval '1 second' * least(60, power(2, least(sends, 6))) END,
                sends = CASE WHEN due > now() THEN 0 ELSE sends + 1 END
            WHERE persistence_id IN (
              SELECT persistence_id FROM wake_up
              WHERE next_send <= now()
              ORDER BY next_send LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING persistence_id, token, due, due <= now()""")) {
      statement.setInt(1, most);
      int seen = 0;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          seen++;
          if (rows.getBoolean(4)) {
            due.add(row(rows));
          }
        }
      }
      return seen;
    }
  }

  /** The row of what nobody journals is due after {@code wait}; nothing if it is gone. */
  public void putOff(String persistenceId, Duration wait) {
    change(
        "UPDATE wake_up SET due = now() + ? * interval '1 millisecond',"
            + " next_send = now() + ? * interval '1 millisecond', sends = 0"
            + " WHERE persistence_id = ?",
        statement -> {
          statement.setLong(1, wait.toMillis());
          statement.setLong(2, wait.toMillis());
          statement.setString(3, persistenceId);
        });
  }

  /** Nothing is due for it any more. */
  public void remove(String persistenceId) {
    change(
        "DELETE FROM wake_up WHERE persistence_id = ?",
        statement -> statement.setString(1, persistenceId));
  }

  @FunctionalInterface
  private interface Filling {
    void fill(PreparedStatement statement) throws SQLException;
  }

  private void change(String sql, Filling filling) {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      filling.fill(statement);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** When those of {@code persistenceIds} that have a row are due. */
  public Map<String, Instant> dueOf(Set<String> persistenceIds) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT persistence_id, token, due FROM wake_up WHERE persistence_id = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("text", persistenceIds.toArray()));
      var due = new HashMap<String, Instant>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          due.put(rows.getString(1), row(rows).due());
        }
      }
      return Map.copyOf(due);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public List<Due> all(String kind) {
    return rows(kind, "");
  }

  @Override
  public List<Due> overdue(String kind) {
    return rows(kind, " AND due <= now()");
  }

  private List<Due> rows(String kind, String condition) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT persistence_id, token, due FROM wake_up"
                    + " WHERE split_part(persistence_id, '|', 1) = ?"
                    + condition)) {
      statement.setString(1, kind);
      var due = new ArrayList<Due>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          due.add(row(rows));
        }
      }
      due.sort(Comparator.comparing(Due::due));
      return List.copyOf(due);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static Due row(ResultSet row) throws SQLException {
    return new Due(
        row.getString(1), row.getLong(2), row.getObject(3, OffsetDateTime.class).toInstant());
  }

  private static IllegalStateException unavailable(SQLException e) {
    return new IllegalStateException("the wake-up index does not answer: " + e.getMessage(), e);
  }
}
