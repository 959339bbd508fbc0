package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the real node in the middle of an archive step: the story of no run is lost or told
 * twice. The test holds a lock that the step needs, and kills the node that waits for it; then at
 * random points. Seed: {@code -Dmatih.kill.seed}.
 */
@Tag("kill")
class KillWhileArchivingTest {
  private static final int ROWS = 100;
  private static final int ROUNDS = Boolean.getBoolean("matih.test.long") ? 4 : 1;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String TARGET =
      """
      {"name": "KILL_DB", "type": "postgresql",
       "options": {"host": "node", "database": "analytics", "user": "analytics"}}
      """;
  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
        AND (query LIKE '%journal_archive%' OR query LIKE 'DELETE FROM event_journal%'
          OR query LIKE 'UPDATE event_journal%')""";

  /** What the step waits for, in the order in which it needs them. */
  private enum Point {
    NOTHING_IS_WRITTEN("LOCK TABLE journal_archive IN SHARE MODE"),
    THE_ARCHIVE_IS_WRITTEN(
        "SELECT FROM event_journal WHERE persistence_id LIKE 'execution|%' FOR UPDATE"),
    THE_JOURNAL_IS_CUT("SELECT FROM journal_archive_progress FOR UPDATE");

    private final String lock;

    Point(String lock) {
      this.lock = lock;
    }
  }

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final AtomicReference<NodeProcess> node = new AtomicReference<>();
  private final AcceptedRuns runs = new AcceptedRuns(ROWS);
  private final List<Integer> unanswered = new ArrayList<>();
  private int batch;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void theStoryOfEachRunIsThereOnceWhereverAnArchiveStepIsKilled() throws Exception {
    long seed = Long.getLong("matih.kill.seed", System.nanoTime() % 1_000_000);
    System.out.println("kill while archiving: seed " + seed);
    Random random = new Random(seed);
    Files.writeString(
        home.resolve("matih.conf"),
        "matih.retention.journal = 300ms\nmatih.retention.journal-rows = 100\n");
    runs.writeSource(home.resolve("data"));
    restart();
    runs.define(node.get(), home.resolve("data"), TARGET);
    for (int round = 0; round < ROUNDS; round++) {
      for (Point point : Point.values()) {
        killAt(point);
      }
      killAfter(Duration.ofMillis(random.nextInt(4_000)));
    }
    runs.awaitEnds(node::get, LONGEST);
    try (Connection journal = database("matih");
        Connection target = database("analytics")) {
      Instant hang = Instant.now().plus(LONGEST);
      while (RunStories.archived(journal) < runs.count()) {
        assertThat(Instant.now()).as("archiving goes on after the kills").isBefore(hang);
        TimeUnit.MILLISECONDS.sleep(200);
      }
      RunStories.verify(journal, runs.accepted());
      runs.verifyTarget(target);
    }
    System.out.println("kill while archiving: " + runs.count() + " runs, each story once");
    assertThat(node.get().terminate()).as("a clean end after SIGTERM").isIn(0, 143);
  }

  private void killAt(Point point) throws Exception {
    ask();
    try (Connection lock = database("matih");
        Connection look = database("matih")) {
      lock.setAutoCommit(false);
      try (var statement = lock.createStatement()) {
        statement.execute(point.lock);
      }
      Instant hang = Instant.now().plus(LONGEST);
      while (!waits(look)) {
        assertThat(Instant.now()).as("a step that waits at %s", point).isBefore(hang);
        ask();
      }
      node.get().kill();
      lock.rollback();
      restart();
      RunStories.verify(look, runs.accepted());
    }
  }

  private void killAfter(Duration time) throws Exception {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      ask();
    }
    node.get().kill();
    restart();
  }

  private static boolean waits(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var found = statement.executeQuery(WAITING)) {
      found.next();
      return found.getInt(1) > 0;
    }
  }

  private void ask() {
    int next = ++batch;
    if (!runs.ask(node.get(), next)) {
      unanswered.add(next);
    }
  }

  private void restart() throws Exception {
    node.set(NodeProcess.start(home, Map.of()));
    for (int again : unanswered) {
      assertThat(runs.ask(node.get(), again)).as("batch %d, asked again", again).isTrue();
    }
    unanswered.clear();
  }

  private Connection database(String name) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", name);
    login.setProperty(
        "password", Files.readString(home.resolve("postgres/passwords/" + name)).strip());
    String port = Files.readString(home.resolve("postgres/port")).strip();
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, login);
  }

  @AfterEach
  void stop() throws Exception {
    NodeProcess running = node.get();
    if (running != null) {
      running.stop();
    }
    EmbeddedPostgresServer.stopLeftBehind(home.resolve("postgres"));
  }
}
