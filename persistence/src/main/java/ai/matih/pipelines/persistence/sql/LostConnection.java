package ai.matih.pipelines.persistence.sql;

import java.sql.SQLException;

/** Tells a database that is away from a statement that it refuses. */
public final class LostConnection {
  private LostConnection() {}

  /**
   * True if nothing was wrong with the statement itself: no connection was to be had (no state), it
   * broke (class 08), or the server is going down or coming up (class 57).
   */
  public static boolean isCauseOf(Exception failure) {
    return failure instanceof SQLException sql
        && (sql.getSQLState() == null
            || sql.getSQLState().startsWith("08")
            || sql.getSQLState().startsWith("57"));
  }
}
