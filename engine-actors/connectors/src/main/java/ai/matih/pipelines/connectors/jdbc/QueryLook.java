package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.ResolvedConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a query of a PostgreSQL connection says that data is there: its first row begins with a
 * value that is not null, false, 0 or empty. Blocking, for a minute at most; thread-safe.
 */
public final class QueryLook {
  private static final int SECONDS = 60;
  private static final Set<String> NOTHING = Set.of("", "f", "0");

  /**
   * What was seen; empty if it is not there yet. Throws {@link
   * ai.matih.pipelines.connectors.StepFailure} if the query cannot be asked.
   */
  public Optional<String> sees(ResolvedConnection connection, String query) {
    try (var session = PostgresSession.open(connection, "matih sensor", new CancelToken())) {
      session.readOnly();
      return session.run(
          database -> {
            try (PreparedStatement statement = database.prepareStatement(query)) {
              statement.setQueryTimeout(SECONDS);
              statement.setMaxRows(1);
              return first(statement.executeQuery());
            }
          });
    }
  }

  private static Optional<String> first(ResultSet rows) throws SQLException {
    String value = rows.next() ? rows.getString(1) : null;
    return value == null || NOTHING.contains(value.strip())
        ? Optional.empty()
        : Optional.of("the query returned " + value);
  }
}
