package ai.matih.pipelines.persistence.operations;

import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * How far the readers of the journal are, and what operators may do with those that tell others.
 * The read model is none of these: it is one with the wake-up index, which nothing may stop.
 * Blocking, thread-safe; every method throws {@link ReadModelUnavailable} if the database does not
 * answer.
 */
public final class JournalReaders {
  /** The reader that makes the read model and the wake-up index. */
  public static final String READ_MODEL = "read-model";

  private final DataSource database;

  public JournalReaders(DataSource database) {
    this.database = database;
  }

  /**
   * A reader.
   *
   * @param behind how many places of the journal lie before it
   * @param waitingSince when the first entry that it has not read was written
   */
  public record Reader(
      String name,
      long position,
      boolean paused,
      Instant movedAt,
      long behind,
      Optional<Instant> waitingSince) {}

  /** All of them, by name. */
  public List<Reader> all() {
    List<Reader> readers = new ArrayList<>();
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT o.name, o.position, o.paused, o.updated_at,
                       greatest(0, coalesce((SELECT max(ordering) FROM event_journal), 0)
                                   - o.position),
                       (SELECT to_timestamp(write_timestamp / 1000.0) FROM event_journal
                        WHERE ordering > o.position ORDER BY ordering LIMIT 1)
                FROM projection_offset o ORDER BY o.name""")) {
      while (rows.next()) {
        Optional<Instant> since = Optional.ofNullable(rows.getTimestamp(6)).map(t -> t.toInstant());
        readers.add(
            new Reader(
                rows.getString(1),
                rows.getLong(2),
                rows.getBoolean(3),
                rows.getTimestamp(4).toInstant(),
                since.isPresent() ? rows.getLong(5) : 0,
                since));
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
    return List.copyOf(readers);
  }

  /** Stops a reader or lets it go on, within about a second. */
  public void pause(String name, boolean paused) {
    change("UPDATE projection_offset SET paused = ? WHERE name = ?", paused, name);
  }

  /**
   * Sets a reader back, so that it tells again what lies behind {@code position}; never forward,
   * which would leave something untold.
   */
  public void rewind(String name, long position) {
    change(
        "UPDATE projection_offset SET position = least(position, ?), updated_at = now()"
            + " WHERE name = ?",
        position,
        name);
  }

  private void change(String sql, Object value, String name) {
    try (var connection = database.getConnection();
        var update = connection.prepareStatement(sql)) {
      update.setObject(1, value);
      update.setString(2, name);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
