package ai.matih.pipelines.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTest {

  @TempDir(cleanup = CleanupMode.ALWAYS)
  static Path programs;

  @TempDir Path home;

  @Test
  void dataSurvivesACleanStop() throws Exception {
    int port;
    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      port = server.journal().port();
      execute(server.journal(), "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      assertThat(server.adopted()).isFalse();
      assertThat(server.journal().port()).isEqualTo(port);
      assertThat(queryOne(server.journal(), "SELECT answer FROM kept")).isEqualTo("42");
    }
    assertThat(PostmasterFile.read(home.resolve("data"))).isEmpty();
  }

  @Test
  void aLogThatHasGrownLargeIsTurnedOverAtTheNextStart() throws Exception {
    EmbeddedPostgresServer.start(home, programs).close();
    var log = home.resolve("data/server.log");
    try (var file = new java.io.RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(21L << 20);
    }
    EmbeddedPostgresServer.start(home, programs).close();

    assertThat(Files.size(log.resolveSibling("server.log.1"))).isGreaterThanOrEqualTo(21L << 20);
    assertThat(Files.size(log)).isLessThan(1L << 20);
  }

  @Test
  void everyCommitIsDurable() throws Exception {
    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(queryOne(server.journal(), "SHOW " + setting)).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void aServerWhoseNodeWasKilledIsAdopted() throws Exception {
    var killed = ServerInAnotherProcess.start("postgres", home.toString(), programs.toString());
    killed.kill();
    long left = PostmasterFile.read(home.resolve("data")).orElseThrow().pid();
    assertThat(ProcessHandle.of(left)).as("PostgreSQL outlives its node").isPresent();

    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      assertThat(server.adopted()).isTrue();
      assertThat(queryOne(server.journal(), "SELECT 1")).isEqualTo("1");
    }
    assertThat(PostmasterFile.read(home.resolve("data"))).as("stopped with its node").isEmpty();
  }

  @Test
  void whatAKilledNodeLeftBehindCanBeStopped() throws Exception {
    ServerInAnotherProcess.start("postgres", home.toString(), home.resolve("programs").toString())
        .kill();

    assertThat(EmbeddedPostgresServer.stopLeftBehind(home)).isTrue();
    assertThat(EmbeddedPostgresServer.stopLeftBehind(home)).isFalse();
  }

  @Test
  void aServerThatWasKilledItselfRecovers() throws Exception {
    var server = EmbeddedPostgresServer.start(home, programs);
    execute(server.journal(), "CREATE TABLE kept AS SELECT 42 AS answer");
    killServer();
    server.close();

    try (var again = EmbeddedPostgresServer.start(home, programs)) {
      assertThat(queryOne(again.journal(), "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void aPidFileWhoseNumberBelongsToAnotherProgramIsNoHindrance() throws Exception {
    EmbeddedPostgresServer.start(home, programs).close();
    var ours = Long.toString(ProcessHandle.current().pid());
    Files.writeString(
        PostmasterFile.in(home.resolve("data")),
        String.join("\n", ours, home.resolve("data").toString(), "1", "5999", "", "", "", "ready")
            + "\n");

    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      assertThat(server.adopted()).isFalse();
      assertThat(queryOne(server.journal(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aSecondNodeIsRefusedWhileTheFirstLives() {
    try (var first = EmbeddedPostgresServer.start(home, programs)) {
      assertThatThrownBy(() -> EmbeddedPostgresServer.start(home, programs))
          .isInstanceOf(DevServerException.class)
          .hasMessageContaining("another running node");
      assertThat(first.adopted()).isFalse();
    }
  }

  @Test
  void nobodyEntersWithoutThePasswordOrIntoTheOthersDatabase() throws Exception {
    try (var server = EmbeddedPostgresServer.start(home, programs)) {
      var withoutPassword = new Properties();
      withoutPassword.setProperty("user", "matih");
      withoutPassword.setProperty("password", "guess");
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.journal().jdbcUrl(), withoutPassword))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                      server.journal().jdbcUrl(), server.analytics().credentials()))
          .isInstanceOf(SQLException.class);
      execute(server.analytics(), "CREATE TABLE output (n int)");

      assertThat(server.journal().toString()).doesNotContain(server.journal().password());
      assertThat(Files.getPosixFilePermissions(home.resolve("passwords/matih")))
          .hasSize(2)
          .allMatch(permission -> permission.name().startsWith("OWNER_"));
    }
  }

  private void killServer() throws Exception {
    var data = home.resolve("data");
    var file = PostmasterFile.read(data).orElseThrow();
    file.process(data).orElseThrow().destroyForcibly();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (file.process(data).isPresent()) {
      assertThat(System.nanoTime()).as("PostgreSQL still runs").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static Connection connect(PostgresEndpoint endpoint) throws SQLException {
    return DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.credentials());
  }

  private static void execute(PostgresEndpoint endpoint, String sql) throws SQLException {
    try (var connection = connect(endpoint);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String queryOne(PostgresEndpoint endpoint, String sql) throws SQLException {
    try (var connection = connect(endpoint);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
