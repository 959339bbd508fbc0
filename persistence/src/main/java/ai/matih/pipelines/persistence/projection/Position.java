package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How far a reader of the journal has come, in table {@code projection_offset}. It moves by
 * compare-and-set only, so a reader that was replaced without noticing cannot write.
 */
record Position(String name) {

  /** The stored position; 0, and a new row, if there is none. */
  long read(Connection connection) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO projection_offset (name, position) VALUES (?, 0)"
                + " ON CONFLICT (name) DO NOTHING")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
    try (var select =
        connection.prepareStatement("SELECT position FROM projection_offset WHERE name = ?")) {
      select.setString(1, name);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Whether an operator has stopped the reader at {@code place}, or set it elsewhere. */
  boolean changed(Connection connection, long place) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT paused OR position <> ? FROM projection_offset WHERE name = ?")) {
      select.setLong(1, place);
      select.setString(2, name);
      try (var rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Moves on. Throws {@link Replaced} if somebody else has moved it since {@code from}. */
  void move(Connection connection, long from, long to) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE projection_offset SET position = ?, updated_at = now()"
                + " WHERE name = ? AND position = ?")) {
      update.setLong(1, to);
      update.setString(2, name);
      update.setLong(3, from);
      if (update.executeUpdate() == 0) {
        throw new Replaced(name);
      }
    }
  }

  /** Another reader of the same name is at work. */
  static final class Replaced extends RuntimeException {
    private static final long serialVersionUID = 1;

    Replaced(String name) {
      super("another reader has moved the position of '" + name + "'");
    }
  }
}
