package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * A real PostgreSQL 18 for a node that was given none. It listens on the loopback address, asks
 * everybody for a password, and makes every commit durable.
 *
 * <p>A node that is killed leaves its PostgreSQL running; the next {@link #start} on the same
 * directory adopts it. The databases: {@code matih} for the journal and everything the node keeps,
 * {@code analytics}, with a role of its own that cannot enter the first, as a target for examples.
 *
 * <p>Thread-safe after start.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String SUPERUSER = "postgres";
  private static final String JOURNAL = "matih";
  private static final String ANALYTICS = "analytics";

  private final PostgresProcess process;
  private final HomeLock lock;
  private final Path directory;
  private final int port;
  private final boolean adopted;

  private EmbeddedPostgresServer(
      PostgresProcess process, HomeLock lock, Path directory, int port, boolean adopted) {
    this.process = process;
    this.lock = lock;
    this.directory = directory;
    this.port = port;
    this.adopted = adopted;
  }

  /** As {@link #start(Path, Path)}, with the programs unpacked below {@code directory}. */
  public static EmbeddedPostgresServer start(Path directory) {
    return start(directory, directory.resolve("programs"));
  }

  /**
   * Starts, or adopts, the server and returns once it accepts connections.
   *
   * @param directory everything of this server: data, passwords, port, log
   * @param programs cache for the unpacked programs, may be shared between homes
   * @throws DevServerException if it cannot start, or another living node owns the directory
   */
  public static EmbeddedPostgresServer start(Path directory, Path programs) {
    var home = directory.toAbsolutePath().normalize();
    HomeLock lock = null;
    try {
      lock = HomeLock.take(home);
      var server = startLocked(home, programs.toAbsolutePath().normalize(), lock);
      server.ensureDatabases();
      return server;
    } catch (IOException | SQLException | RuntimeException e) {
      release(lock);
      if (e instanceof DevServerException known) {
        throw known;
      }
      throw new DevServerException(
          "The embedded PostgreSQL in " + home + " did not start: " + e.getMessage(), e);
    }
  }

  /**
   * Stops a server that a killed node left behind in {@code directory}.
   *
   * @return whether there was one
   */
  public static boolean stopLeftBehind(Path directory) {
    var home = directory.toAbsolutePath().normalize();
    var data = home.resolve("data");
    if (!Files.isDirectory(data)) {
      return false;
    }
    HomeLock lock = null;
    try {
      lock = HomeLock.take(home);
      if (PostmasterFile.read(data).flatMap(file -> file.process(data)).isEmpty()) {
        return false;
      }
      var binaries = PostgresBinaries.unpackInto(home.resolve("programs"));
      new PostgresProcess(binaries, ServerUser.detect(), data).stop();
      return true;
    } catch (IOException e) {
      throw new DevServerException(
          "The embedded PostgreSQL in " + home + " does not stop: " + e.getMessage(), e);
    } finally {
      release(lock);
    }
  }

  private static EmbeddedPostgresServer startLocked(Path home, Path programs, HomeLock lock)
      throws IOException {
    var data = home.resolve("data");
    var running =
        PostmasterFile.read(data).filter(file -> file.ready() && file.process(data).isPresent());
    var process =
        new PostgresProcess(PostgresBinaries.unpackInto(programs), ServerUser.detect(), data);
    if (running.isPresent()) {
      return new EmbeddedPostgresServer(process, lock, home, running.get().port(), true);
    }
    process.stop();
    if (!process.exists()) {
      process.create(SUPERUSER, password(home, SUPERUSER));
    }
    int port = LoopbackPort.remembered(home.resolve("port"));
    process.start(port);
    return new EmbeddedPostgresServer(process, lock, home, port, false);
  }

  /** The database of the node itself: journal, read model, leases. */
  public PostgresEndpoint journal() {
    return endpoint(JOURNAL, JOURNAL);
  }

  /** A database for the outputs of examples, owned by a role that sees nothing else. */
  public PostgresEndpoint analytics() {
    return endpoint(ANALYTICS, ANALYTICS);
  }

  /** Whether the process was already running, left behind by a node that was killed. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops the server; what was committed stays, open transactions are rolled back. */
  @Override
  public void close() {
    try {
      process.stop();
    } catch (IOException e) {
      throw new DevServerException(
          "The embedded PostgreSQL in " + directory + " does not stop: " + e.getMessage(), e);
    } finally {
      release(lock);
    }
  }

  private PostgresEndpoint endpoint(String database, String user) {
    try {
      return new PostgresEndpoint(HOST, port, database, user, password(directory, user));
    } catch (IOException e) {
      throw new DevServerException(
          "Cannot read the password files in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static String password(Path home, String role) throws IOException {
    return PasswordFile.readOrCreate(home.resolve("passwords").resolve(role));
  }

  private void ensureDatabases() throws SQLException, IOException {
    var admin = endpoint(SUPERUSER, SUPERUSER);
    try (var connection = DriverManager.getConnection(admin.jdbcUrl(), admin.credentials())) {
      requireDurability(connection);
      ensureDatabase(connection, JOURNAL);
      ensureDatabase(connection, ANALYTICS);
    }
  }

  private static void requireDurability(Connection connection) throws SQLException {
    var weak = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT name, setting FROM pg_settings WHERE setting <> 'on'"
                    + " AND name IN ('fsync', 'synchronous_commit', 'full_page_writes')")) {
      while (rows.next()) {
        weak.add(rows.getString(1) + " = " + rows.getString(2));
      }
    }
    if (!weak.isEmpty()) {
      throw new DevServerException(
          "The embedded PostgreSQL would lose commits: "
              + weak
              + "; stop it (matih down) and start the node again");
    }
  }

  private void ensureDatabase(Connection connection, String name) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      if (!found(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
        statement.execute(
            "CREATE ROLE " + name + " LOGIN PASSWORD '" + password(directory, name) + "'");
      }
      if (!found(connection, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
        statement.execute("CREATE DATABASE " + name + " OWNER " + name);
      }
      statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    }
  }

  private static boolean found(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private static void release(HomeLock lock) {
    if (lock == null) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw new DevServerException("Cannot release the lock of the data directory", e);
    }
  }
}
