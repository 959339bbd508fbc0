package ai.matih.pipelines.persistence;

import ai.matih.pipelines.persistence.migration.Schema;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases on one PostgreSQL that all tests of the JVM share. */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String url;
  private final HikariDataSource pool;

  private TestDatabase(String url) {
    this.url = url;
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    this.pool = new HikariDataSource(config);
  }

  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_prepared_transactions", "5")
            .setServerConfig("max_connections", "100")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new database without tables; making one costs a second. */
  public static TestDatabase empty() {
    return new TestDatabase(create("empty" + COUNT.incrementAndGet()));
  }

  /** The database of all tests, its tables made and empty. One test at a time uses it. */
  public static TestDatabase migrated() {
    var database = new TestDatabase(Shared.URL);
    Schema.migrate(database.pool);
    var tables =
        database.query(
            "SELECT tablename FROM pg_tables"
                + " WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'");
    database.execute("TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY");
    return database;
  }

  private static final class Shared {
    private static final String URL = create("shared");
  }

  private static String create(String name) {
    try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  public String url() {
    return url;
  }

  public HikariDataSource pool() {
    return pool;
  }

  /** Runs one statement. */
  public void execute(String sql) {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** All rows of a query, their columns joined by a comma. */
  public List<String> query(String sql) {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var lines = new ArrayList<String>();
      while (rows.next()) {
        var line = new ArrayList<String>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          line.add(rows.getString(column));
        }
        lines.add(String.join(",", line));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
