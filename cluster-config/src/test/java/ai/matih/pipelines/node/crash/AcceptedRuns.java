package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The runs that nodes have accepted, and the check of what became of them. Every run appends the
 * same rows with its own batch number to PostgreSQL and to files, so that a lost run, a doubled
 * load and a half load all show in the counts. Thread-safe.
 */
final class AcceptedRuns {
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

  private final int rows;
  private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final ToldRuns told = new ToldRuns();
  private volatile String pipeline = "";

  AcceptedRuns(int rows) {
    this.rows = rows;
  }

  /** Where the rows come from, below the folder that connection KILL_FILES has as its root. */
  void writeSource(Path data) throws IOException {
    Files.createDirectories(data.resolve("in"));
    StringBuilder csv = new StringBuilder("id,amount\n");
    for (int id = 1; id <= rows; id++) {
      csv.append(id).append(',').append(id % 97).append('\n');
    }
    Files.writeString(data.resolve("in/orders.csv"), csv);
  }

  /**
   * Makes connections and pipeline.
   *
   * @param target the connection to PostgreSQL, as JSON
   */
  void define(NodeProcess node, Path data, String target) {
    node.must(
        "POST",
        "/v1/connections",
        "application/json",
        "{\"name\": \"KILL_FILES\", \"type\": \"local\", \"options\": {\"root\": \""
            + data
            + "\"}}");
    node.must("POST", "/v1/connections", "application/json", target);
    pipeline =
        node.must("POST", "/v1/pipelines", "application/yaml", PIPELINE)
            .path("pipelineId")
            .asText();
  }

  /** True if the run was accepted; false if it is not known whether it was. */
  boolean ask(NodeProcess node, int batch) {
    Optional<NodeProcess.Answer> answer = request(node, batch);
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

  /** Asks for a run and notes nothing; empty if there was no answer. */
  Optional<NodeProcess.Answer> request(NodeProcess node, int batch) {
    return node.call(
        "POST",
        "/v1/pipelines/" + pipeline + "/execute",
        Optional.of("batch-" + batch),
        "application/json",
        "{\"parameters\": {\"batch\": " + batch + "}}");
  }

  /** How many of them have not been seen to end. */
  int open() {
    return accepted.size() - ended.size();
  }

  /** How many there are. */
  int count() {
    return accepted.size();
  }

  /** Their ids. */
  Set<String> accepted() {
    return Set.copyOf(accepted.values());
  }

  /** Waits until all have succeeded. {@code node} names one that is asked, at every round. */
  void awaitEnds(Supplier<NodeProcess> node, Duration longest) throws InterruptedException {
    Instant hang = Instant.now().plus(longest);
    Set<String> open = new HashSet<>(accepted.values());
    open.removeAll(ended);
    while (!open.isEmpty()) {
      assertThat(Instant.now()).as("still open: %s", open).isBefore(hang);
      for (String execution : Set.copyOf(open)) {
        JsonNode run =
            node.get()
                .call("GET", "/v1/pipelines/executions/" + execution, Optional.empty(), "", "")
                .filter(answer -> answer.status() == 200)
                .map(NodeProcess.Answer::body)
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        switch (run.path("status").asText()) {
          case "SUCCEEDED" -> {
            open.remove(execution);
            ended.add(execution);
          }
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

  /** How far the journals of all runs that have not ended have come, by run. */
  Map<String, Long> openJournals(Connection journal) throws SQLException {
    Map<String, Long> open = new HashMap<>();
    try (Statement statement = journal.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT persistence_id, max(sequence_number) FROM event_journal
                WHERE persistence_id LIKE 'execution|%' GROUP BY 1
                HAVING NOT bool_or(event_ser_manifest LIKE 'execution-ended:%')""")) {
      while (found.next()) {
        open.put(found.getString(1), found.getLong(2));
      }
    }
    return open;
  }

  /** Makes a pipeline that is due once a day, two hours from now less a half. */
  static void defineDueLater(NodeProcess node) {
    ZonedDateTime due = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(90);
    node.must(
        "POST",
        "/v1/pipelines?paused=false",
        "application/yaml",
        """
        name: due-later
        schedule: "%d %d * * *"
        tasks:
          - {id: one, type: log, message: due}
        """
            .formatted(due.getMinute(), due.getHour()));
  }

  /** Runs that nobody asked for. */
  static Set<String> runsOfSchedules(Connection journal) throws SQLException {
    return column(
        journal, "SELECT execution_id FROM execution_view WHERE pipeline_name = 'due-later'");
  }

  /** Waits until each run that {@code before} names has gone on or ended. */
  void awaitMoved(Map<String, Long> before, Connection journal, Duration longest)
      throws SQLException, InterruptedException {
    Instant hang = Instant.now().plus(longest);
    Map<String, Long> still = new HashMap<>(before);
    while (!still.isEmpty()) {
      Map<String, Long> now = openJournals(journal);
      still.entrySet().removeIf(one -> !one.getValue().equals(now.get(one.getKey())));
      assertThat(Instant.now()).as("do not go on: %s", still.keySet()).isBefore(hang);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /**
   * Waits until each of them has been told of by its own entity, whichever node has that now.
   *
   * @param journals as {@link #openJournals} names them
   */
  void awaitAnswers(Set<String> journals, Supplier<NodeProcess> node, Instant hang) {
    Queue<String> unheard = new ConcurrentLinkedQueue<>(journals);
    List<Thread> asking = new ArrayList<>();
    for (int client = 0; client < 16; client++) {
      asking.add(Thread.startVirtualThread(() -> askAbout(unheard, node, hang)));
    }
    for (Thread one : asking) {
      joined(one);
    }
    assertThat(unheard).as("nobody answers for them").isEmpty();
  }

  private static void askAbout(Queue<String> unheard, Supplier<NodeProcess> node, Instant hang) {
    for (String id = unheard.poll(); id != null; id = unheard.poll()) {
      String run = "/v1/pipelines/executions/" + id.substring(id.lastIndexOf('|') + 1);
      if (node.get()
          .call("GET", run, Optional.empty(), "", "")
          .filter(answer -> answer.status() == 200)
          .isEmpty()) {
        unheard.add(id);
        if (Instant.now().isAfter(hang)) {
          return;
        }
      }
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Every accepted run has loaded all its rows once, and nobody else has loaded any. */
  void verifyTarget(Connection target) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT batch, count(*), count(DISTINCT id), sum(amount) FROM orders"
                    + " GROUP BY batch")) {
      long sum = 0;
      for (int id = 1; id <= rows; id++) {
        sum += id % 97;
      }
      Set<Integer> batches = new HashSet<>();
      while (found.next()) {
        assertThat(found.getLong(2)).as("rows of batch %d", found.getInt(1)).isEqualTo(rows);
        assertThat(found.getLong(3)).as("ids of batch %d", found.getInt(1)).isEqualTo(rows);
        assertThat(found.getLong(4)).as("sum of batch %d", found.getInt(1)).isEqualTo(sum);
        batches.add(found.getInt(1));
      }
      assertThat(batches).isEqualTo(accepted.keySet());
    }
  }

  /**
   * Steps whose end is journaled are not run again, of each stage one attempt did the work, none is
   * left open, and the list of runs says what the journal does.
   */
  void verifyJournal(Connection journal) throws SQLException, InterruptedException {
    assertThat(
            column(
                journal,
                """
                SELECT persistence_id || ' ' || (record -> 'event' ->> 'step')
                FROM journal_readable WHERE manifest LIKE 'step-ended:%'
                GROUP BY 1, record -> 'event' ->> 'step', persistence_id HAVING count(*) > 1"""))
        .as("steps that ended twice")
        .isEmpty();
    assertThat(column(journal, "SELECT work_id FROM work_lease WHERE state IN ('OPEN', 'RUNNING')"))
        .as("work left open")
        .isEmpty();
    assertThat(
            column(
                journal,
                """
                SELECT regexp_replace(work_id, '/[0-9]+$', '') FROM work_lease
                WHERE state = 'SUCCEEDED' GROUP BY 1 HAVING count(*) > 1"""))
        .as("stages that two attempts carried out")
        .isEmpty();
    Set<String> listed = Set.of();
    Instant hang = Instant.now().plusSeconds(30);
    while (!listed.equals(Set.copyOf(accepted.values())) && Instant.now().isBefore(hang)) {
      TimeUnit.MILLISECONDS.sleep(100);
      listed =
          column(journal, "SELECT execution_id FROM execution_view WHERE status = 'SUCCEEDED'");
    }
    assertThat(listed).as("the list of runs").isEqualTo(Set.copyOf(accepted.values()));
  }

  /** Every accepted run has its start and its end on the public topic, in order. */
  void verifyTopic(String bootstrap) throws IOException {
    told.verify(bootstrap, Set.copyOf(accepted.values()), Duration.ofMinutes(2));
  }

  /** The broker loses what it has; what was read before stays known. */
  void topicIsLost(String bootstrap) throws IOException {
    told.read(bootstrap);
    told.lost(Set.copyOf(accepted.values()));
  }

  private static Set<String> column(Connection connection, String sql) throws SQLException {
    Set<String> values = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        values.add(found.getString(1));
      }
    }
    return values;
  }
}
