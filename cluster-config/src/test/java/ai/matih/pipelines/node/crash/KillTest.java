package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
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
 * SIGKILL of the real node at random points under load (design section 12). Every run appends the
 * same rows with its own batch number to PostgreSQL and to files, so that a lost run, a doubled
 * load and a half load all show in the counts. Seed: {@code -Dmatih.kill.seed}.
 */
@Tag("kill")
class KillTest {
  private static final int ROWS = 2_000;
  private static final boolean LONG = Boolean.getBoolean("matih.test.long");
  private static final int KILLS = LONG ? 22 : 4;

  private static final String PIPELINE =
      """
      metadata: {name: kill-append, version: "1.0.0", owner: tests}
      parameters:
        batch: {type: integer, required: true}
      sources:
        orders: {type: file, connection: "${KILL_FILES}", bucket: in, pattern: "*.csv", format: csv}
      transformations:
        - name: tagged
          type: sql_transform
          input: orders
          sql: SELECT id, amount, {{ params.batch }} AS batch FROM {{ input }}
      quality_checks:
        - {name: ids, input: tagged, type: unique, column: id}
      sinks:
        table: {type: jdbc, connection: "${KILL_DB}", input: tagged, table: orders, mode: append}
        files: {type: file, connection: "${KILL_FILES}", input: tagged, bucket: out, format: parquet, mode: append}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final AtomicReference<NodeProcess> node = new AtomicReference<>();
  private final Map<Integer, String> accepted = new LinkedHashMap<>();

  @Test
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void whateverIsKilledEveryAcceptedRunEndsAndNoLoadIsDoubled() throws Exception {
    long seed = Long.getLong("matih.kill.seed", System.nanoTime() % 1_000_000);
    System.out.println("kill test: seed " + seed + ", " + KILLS + " kills");
    Random random = new Random(seed);
    Files.createDirectories(home.resolve("data/in"));
    StringBuilder csv = new StringBuilder("id,amount\n");
    for (int id = 1; id <= ROWS; id++) {
      csv.append(id).append(',').append(id % 97).append('\n');
    }
    Files.writeString(home.resolve("data/in/orders.csv"), csv);

    restart();
    String pipeline = define();
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
        if (!ask(pipeline, next)) {
          unanswered.put(next, true);
        }
      }
      killer.join();
      restart();
      for (int again : unanswered.keySet()) {
        assertThat(ask(pipeline, again)).as("batch %d, asked again with its key", again).isTrue();
      }
    }
    awaitEnds();
    verifyTarget();
    verifyJournal();
    System.out.println(
        "kill test: seed "
            + seed
            + ", "
            + KILLS
            + " kills, "
            + accepted.size()
            + " runs accepted = ended, target rows equal");
    assertThat(node.get().terminate()).as("a clean end after SIGTERM").isIn(0, 143);
  }

  private void restart() throws Exception {
    node.set(NodeProcess.start(home, Map.of()));
  }

  private String define() throws Exception {
    node.get()
        .must(
            "POST",
            "/v1/connections",
            "application/json",
            """
            {"name": "KILL_FILES", "type": "local", "options": {"root": "%s"}}
            """
                .formatted(home.resolve("data")));
    node.get()
        .must(
            "POST",
            "/v1/connections",
            "application/json",
            """
            {"name": "KILL_DB", "type": "postgresql",
             "options": {"host": "node", "database": "analytics", "user": "analytics"}}
            """);
    return node.get()
        .must("POST", "/v1/pipelines", "application/yaml", PIPELINE)
        .path("pipelineId")
        .asText();
  }

  /** True if the run was accepted; false if the node died over it. */
  private boolean ask(String pipeline, int batch) {
    Optional<NodeProcess.Answer> answer =
        node.get()
            .call(
                "POST",
                "/v1/pipelines/" + pipeline + "/execute",
                Optional.of("batch-" + batch),
                "application/json",
                "{\"parameters\": {\"batch\": " + batch + "}}");
    if (answer.isEmpty()) {
      return false;
    }
    assertThat(answer.get().status()).as("batch %d: %s", batch, answer.get()).isIn(202, 503);
    if (answer.get().status() == 503) {
      return false;
    }
    accepted.put(batch, answer.get().body().path("executionId").asText());
    return true;
  }

  private void awaitEnds() throws Exception {
    Instant hang = Instant.now().plus(Duration.ofMinutes(15));
    Set<String> open = new HashSet<>(accepted.values());
    while (!open.isEmpty()) {
      assertThat(Instant.now()).as("still open: %s", open).isBefore(hang);
      for (String execution : Set.copyOf(open)) {
        JsonNode run = node.get().must("GET", "/v1/pipelines/executions/" + execution, "", "");
        switch (run.path("status").asText()) {
          case "SUCCEEDED" -> open.remove(execution);
          case "FAILED", "CANCELLED", "TIMED_OUT", "SKIPPED" ->
              throw new AssertionError("an accepted run did not succeed: " + run);
          default -> {
            // goes on
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void verifyTarget() throws Exception {
    try (Connection target = database("analytics");
        Statement statement = target.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT batch, count(*), count(DISTINCT id), sum(amount) FROM orders"
                    + " GROUP BY batch")) {
      long sum = 0;
      for (int id = 1; id <= ROWS; id++) {
        sum += id % 97;
      }
      Set<Integer> found = new HashSet<>();
      while (rows.next()) {
        assertThat(rows.getLong(2)).as("rows of batch %d", rows.getInt(1)).isEqualTo(ROWS);
        assertThat(rows.getLong(3)).as("ids of batch %d", rows.getInt(1)).isEqualTo(ROWS);
        assertThat(rows.getLong(4)).as("sum of batch %d", rows.getInt(1)).isEqualTo(sum);
        found.add(rows.getInt(1));
      }
      assertThat(found).isEqualTo(accepted.keySet());
    }
  }

  /** Steps whose end is journaled are not run again, and no attempt was made beside a live one. */
  private void verifyJournal() throws Exception {
    try (Connection journal = database("matih");
        Statement statement = journal.createStatement()) {
      try (ResultSet twice =
          statement.executeQuery(
              """
              SELECT persistence_id, record -> 'event' ->> 'step', count(*) FROM journal_readable
              WHERE manifest LIKE 'step-ended:%' GROUP BY 1, 2 HAVING count(*) > 1""")) {
        assertThat(twice.next()).as("a step ended twice").isFalse();
      }
      try (ResultSet open =
          statement.executeQuery(
              "SELECT count(*) FROM work_lease WHERE state IN ('OPEN', 'RUNNING')")) {
        open.next();
        assertThat(open.getLong(1)).as("work left open").isZero();
      }
    }
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
