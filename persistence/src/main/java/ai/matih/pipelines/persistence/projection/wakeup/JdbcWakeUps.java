package ai.matih.pipelines.persistence.projection.wakeup;

import ai.matih.pipelines.schedule.WakeUps;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/** The wake-up index in table {@code wake_up}. Thread-safe. */
public final class JdbcWakeUps implements WakeUps {

  private final DataSource database;

  public JdbcWakeUps(DataSource database) {
    this.database = database;
  }

  @Override
  public List<Due> takeDue(int most) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                """
                UPDATE wake_up
                SET next_send = now() + interval '1 second' * least(60, power(2, least(sends, 6))),
                    sends = sends + 1
                WHERE persistence_id IN (
                  SELECT persistence_id FROM wake_up
                  WHERE next_send <= now()
                  ORDER BY next_send LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING persistence_id, token, due""")) {
      statement.setInt(1, most);
      return read(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("the wake-up index does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Due> all(String kind) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT persistence_id, token, due FROM wake_up"
                    + " WHERE split_part(persistence_id, '|', 1) = ?")) {
      statement.setString(1, kind);
      return read(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("the wake-up index does not answer: " + e.getMessage(), e);
    }
  }

  private static List<Due> read(PreparedStatement statement) throws SQLException {
    var rows = new ArrayList<Due>();
    try (var result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(
            new Due(
                result.getString(1),
                result.getLong(2),
                result.getObject(3, OffsetDateTime.class).toInstant()));
      }
    }
    rows.sort(Comparator.comparing(Due::due));
    return List.copyOf(rows);
  }
}
