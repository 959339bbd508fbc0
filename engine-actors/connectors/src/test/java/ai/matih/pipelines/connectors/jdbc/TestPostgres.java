package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.ResolvedConnection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One real PostgreSQL for all tests of this JVM; stopped with it. */
final class TestPostgres {
  private static final EmbeddedPostgres SERVER = start();

  private TestPostgres() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResolvedConnection connection() {
    return connection(Map.of());
  }

  static ResolvedConnection connection(Map<String, String> more) {
    var options = new HashMap<String, String>();
    options.put("host", "localhost");
    options.put("port", Integer.toString(SERVER.getPort()));
    options.put("database", "postgres");
    options.put("user", "postgres");
    options.putAll(more);
    return new ResolvedConnection("TARGET", "postgresql", options, Map.of());
  }

  static void execute(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static List<String> rows(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var read = new ArrayList<String>();
      while (rows.next()) {
        read.add(rows.getString(1));
      }
      return read;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
