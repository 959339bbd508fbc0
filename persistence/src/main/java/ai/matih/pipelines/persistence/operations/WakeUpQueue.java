package ai.matih.pipelines.persistence.operations;

import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** What the wake-up index holds, by database time. Blocking, thread-safe. */
public final class WakeUpQueue {
  private final DataSource database;

  public WakeUpQueue(DataSource database) {
    this.database = database;
  }

  /**
   * The index.
   *
   * @param due entities whose time has come and who have not said so yet
   * @param late those of them for more than five seconds
   */
  public record Standing(long waiting, long due, long late, Optional<Instant> earliest) {}

  /** Throws {@link ReadModelUnavailable} if the database does not answer. */
  public Standing standing() {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*), count(*) FILTER (WHERE due <= now()),
                       count(*) FILTER (WHERE due < now() - interval '5 seconds'), min(due)
                FROM wake_up""")) {
      rows.next();
      return new Standing(
          rows.getLong(1),
          rows.getLong(2),
          rows.getLong(3),
          Optional.ofNullable(rows.getTimestamp(4)).map(at -> at.toInstant()));
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
