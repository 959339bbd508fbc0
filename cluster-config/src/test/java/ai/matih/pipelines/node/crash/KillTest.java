package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the real node at random points under load (design section 12). Seed: {@code
 * -Dmatih.kill.seed}.
 */
@Tag("kill")
class KillTest {
  private static final int ROWS = 2_000;
  private static final boolean LONG = Boolean.getBoolean("matih.test.long");
  private static final String TARGET =
      """
      {"name": "KILL_DB", "type": "postgresql",
       "options": {"host": "node", "database": "analytics", "user": "analytics"}}
      """;

  private static final int KILLS = LONG ? 22 : 4;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final AtomicReference<NodeProcess> node = new AtomicReference<>();
  private final AcceptedRuns runs = new AcceptedRuns(ROWS);

  @Test
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void whateverIsKilledEveryAcceptedRunEndsAndNoLoadIsDoubled() throws Exception {
    long seed = Long.getLong("matih.kill.seed", System.nanoTime() % 1_000_000);
    System.out.println("kill test: seed " + seed + ", " + KILLS + " kills");
    Random random = new Random(seed);
    runs.writeSource(home.resolve("data"));
    restart();
    runs.define(node.get(), home.resolve("data"), TARGET);
    int batch = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      AtomicBoolean dying = new AtomicBoolean();
      int delay = random.nextInt(6_000);
      CompletableFuture<Void> killer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  node.get().kill();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
      killer.whenComplete((done, failure) -> dying.set(true));
      Map<Integer, Boolean> unanswered = new HashMap<>();
      while (!dying.get()) {
        int next = ++batch;
        if (!runs.ask(node.get(), next)) {
          unanswered.put(next, true);
        }
      }
      killer.join();
      restart();
      for (int again : unanswered.keySet()) {
        assertThat(runs.ask(node.get(), again))
            .as("batch %d, asked again with its key", again)
            .isTrue();
      }
    }
    runs.awaitEnds(node::get, Duration.ofMinutes(15));
    try (Connection target = database("analytics");
        Connection journal = database("matih")) {
      runs.verifyTarget(target);
      runs.verifyJournal(journal);
    }
    runs.verifyTopic(
        new ObjectMapper().readTree(home.resolve("node.json").toFile()).path("kafka").asText());
    System.out.println(
        "kill test: seed "
            + seed
            + ", "
            + KILLS
            + " kills, "
            + runs.count()
            + " runs accepted = ended, target rows equal");
    assertThat(node.get().terminate()).as("a clean end after SIGTERM").isIn(0, 143);
  }

  private void restart() throws Exception {
    node.set(NodeProcess.start(home, Map.of()));
  }

  private Connection database(String name) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", name);
    login.setProperty(
        "password", Files.readString(home.resolve("postgres/passwords/" + name)).strip());
    String port = Files.readString(home.resolve("postgres/port")).strip();
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, login);
  }

  @org.junit.jupiter.api.AfterEach
  void stop() throws Exception {
    NodeProcess running = node.get();
    if (running != null) {
      running.stop();
    }
    EmbeddedPostgresServer.stopLeftBehind(home.resolve("postgres"));
  }
}
