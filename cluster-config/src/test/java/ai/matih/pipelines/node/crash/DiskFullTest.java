package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A real node whose data directory, embedded PostgreSQL and broker included, has no room left. */
@Tag("kill")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DiskFullTest {
  private static final int DISK_MEBIBYTES = 400;
  private static final int IN_FLIGHT = 20;
  private static final long LITTLE = 32L << 20;
  private static final Duration FULL = Duration.ofSeconds(10);
  private static final String TARGET =
      """
      {"name": "KILL_DB", "type": "postgresql",
       "options": {"host": "node", "database": "analytics", "user": "analytics"}}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  private final AcceptedRuns runs = new AcceptedRuns(200);
  private Optional<SmallDisk> disk = Optional.empty();
  private Optional<NodeProcess> node = Optional.empty();

  @Test
  void whatWasAcceptedBeforeTheDiskWasFullEndsWhenThereIsRoomAgain() throws Exception {
    Path home = root.resolve("home");
    SmallDisk small = SmallDisk.mount(home, DISK_MEBIBYTES);
    disk = Optional.of(small);
    runs.writeSource(root.resolve("data"));
    NodeProcess running = start(home);
    runs.define(running, root.resolve("data"), TARGET);
    int batch = 0;
    while (runs.count() < IN_FLIGHT) {
      runs.ask(running, ++batch);
    }

    small.fill(LITTLE);
    NodeProcess.Answer refused = runs.request(running, ++batch).orElseThrow();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body().toString())
        .contains("disk of " + home, "Make room there")
        .doesNotContain("Exception");

    small.fill(0);
    List<NodeProcess.Answer> answers = new ArrayList<>();
    Instant end = Instant.now().plus(FULL);
    while (running.alive() && Instant.now().isBefore(end)) {
      runs.request(running, ++batch).ifPresent(answers::add);
      small.fill(0);
    }
    assertThat(answers).allMatch(answer -> answer.status() == 503);
    if (!running.alive()) {
      assertThatThrownBy(() -> start(home))
          .as("a supervisor's next start")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("make room there and start again");
    }

    small.makeRoom();
    end = Instant.now().plus(Duration.ofMinutes(2));
    while (!running.alive() || !runs.ask(running, batch)) {
      assertThat(Instant.now()).as("it takes no runs:%n%s", running.said()).isBefore(end);
      if (!running.alive()) {
        running = start(home);
      }
    }
    // of those that got no answer it is not known whether they were accepted: their keys say it
    for (int asked = 1; asked <= batch; asked++) {
      assertThat(runs.ask(running, asked)).as("batch %d", asked).isTrue();
    }
    NodeProcess last = running;
    runs.awaitEnds(() -> last, Duration.ofMinutes(4));
    try (Connection target = database(home, "analytics");
        Connection journal = database(home, "matih")) {
      runs.verifyTarget(target);
      runs.verifyJournal(journal);
    }
    runs.verifyTopic(
        new ObjectMapper().readTree(home.resolve("node.json").toFile()).path("kafka").asText());
  }

  private NodeProcess start(Path home) throws IOException {
    NodeProcess started =
        NodeProcess.start(
            home,
            root,
            Map.of("MATIH_WORK", root.resolve("work").toString()),
            List.of("-Xmx512m"),
            NodeProcess.thisRelease(),
            List.of("--port", "0"));
    node = Optional.of(started);
    return started;
  }

  private static Connection database(Path home, String name) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", name);
    login.setProperty(
        "password", Files.readString(home.resolve("postgres/passwords/" + name)).strip());
    String port = Files.readString(home.resolve("postgres/port")).strip();
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, login);
  }

  @AfterEach
  void stop() throws Exception {
    if (node.isPresent()) {
      node.get().stop();
    }
    EmbeddedPostgresServer.stopLeftBehind(root.resolve("home/postgres"));
    if (disk.isPresent()) {
      disk.get().unmount();
    }
  }
}
