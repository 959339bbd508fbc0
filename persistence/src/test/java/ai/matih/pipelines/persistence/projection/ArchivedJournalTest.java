package ai.matih.pipelines.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.archive.ArchiveSweep;
import ai.matih.pipelines.persistence.journal.EntityJournal;
import ai.matih.pipelines.persistence.journal.JournalArchive;
import ai.matih.pipelines.persistence.journal.UnreadableRecord;
import ai.matih.pipelines.persistence.projection.readmodel.ExecutionList;
import ai.matih.pipelines.persistence.projection.readmodel.PipelineList;
import ai.matih.pipelines.persistence.projection.wakeup.WakeUpProjection;
import ai.matih.pipelines.persistence.query.LineageQueries;
import ai.matih.pipelines.pipeline.PipelineEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ArchivedJournalTest {

  private static final Set<String> READERS = Set.of("read-model", "public-events");
  private static final String PIPELINE = "pipeline|" + Samples.PIPELINE;

  private ProjectedJournal journal;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  @RepeatedTest(12)
  void whoeverReadsTheJournalFindsTheSameAfterArchivesAtAnyPointAsWithoutThem(RepetitionInfo turn)
      throws Exception {
    var random = new Random(turn.getCurrentRepetition());
    int runs = 3 + random.nextInt(12);
    Map<String, List<?>> left = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      left.put(execution("k" + run), random.nextInt(5) == 0 ? openRun("k" + run) : run("k" + run));
    }
    left.put(PIPELINE, pipelineEvents(450));
    var written = new ArrayList<String>();
    while (!left.isEmpty()) {
      var entity = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
      var events = left.remove(entity);
      int some = Math.min(events.size(), 1 + random.nextInt(entity.equals(PIPELINE) ? 90 : 6));
      journal.writeAll(entity, events.subList(0, some));
      written.add(entity);
      if (some < events.size()) {
        left.put(entity, events.subList(some, events.size()));
      }
    }
    snapshot(300 + random.nextInt(200));
    var before = seen(0);
    long middle = random.nextLong(head());
    var behind = seen(middle);
    var model = model();

    for (int sweeps = 0; sweeps < 1 + random.nextInt(4); sweeps++) {
      readUpTo(random.nextLong(head()));
      sweepAll(1 + random.nextInt(60));
      // late words of engines after the archive, and what they make the run note
      var late = execution("k" + random.nextInt(runs));
      var event = new ExecutionEvent.WatchRaised(Samples.attempt("k0"), 7 + sweeps);
      journal.write(late, event);
      before.get("whole").computeIfAbsent(late, id -> new ArrayList<>()).add(event);
      behind.get("whole").computeIfAbsent(late, id -> new ArrayList<>()).add(event);
    }
    readUpTo(head());
    sweepAll(1 + random.nextInt(60));
    readUpTo(head());
    sweepAll(50);

    assertThat(count("journal_archive")).isPositive();
    assertThat(seen(0).get("whole")).isEqualTo(before.get("whole"));
    assertThat(seen(middle).get("whole")).isEqualTo(behind.get("whole"));
    assertThat(byEntity(random)).isEqualTo(before.get("whole"));
    assertThat(model()).isEqualTo(model);
  }

  @Test
  void whatStaysOfAnEndedRunIsOneMarkAndSmall() throws Exception {
    journal.writeAll(execution("k"), run("k"));
    long bytes = payload();
    readUpTo(head());

    sweepAll(1_000);

    assertThat(
            journal
                .database()
                .query(
                    "SELECT sequence_number, manifest, record #>> '{event,status}',"
                        + " record #>> '{event,first}' FROM journal_readable"))
        .containsExactly(run("k").size() + ",archived:1,SUCCEEDED,1");
    assertThat(
            journal
                .database()
                .query(
                    "SELECT status, tenant, ended_at IS NOT NULL, length(records) < "
                        + bytes / 2
                        + " FROM journal_archive"))
        .containsExactly("SUCCEEDED,acme,t,t");
    assertThat(figures().runs()).isEqualTo(1);
    assertThat(figures().events()).isEqualTo(run("k").size());
  }

  @Test
  void nothingIsPutAwayThatOneReaderHasNotRead() throws Exception {
    journal.writeAll(execution("a"), run("a"));
    long read = head();
    journal.writeAll(execution("b"), run("b"));
    position("read-model", head());
    sweepAll(1_000);
    assertThat(count("journal_archive")).as("one has not begun").isZero();

    position("public-events", read);
    position("gone-long-ago", 0);
    sweepAll(1_000);

    assertThat(archived()).containsExactly(execution("a"));
    assertThat(figures().since()).isPresent();
  }

  @Test
  void whatIsYoungerThanTheRetentionOrNotSettledStays() throws Exception {
    journal.writeAll(execution("open"), openRun("open"));
    var owed = new ArrayList<Object>(run("owed"));
    owed.add(new ExecutionEvent.EndOwed());
    journal.writeAll(execution("owed"), owed);
    journal.writeAll(execution("old"), run("old"));
    journal.writeAll(execution("young"), run("young"));
    journal
        .database()
        .execute(
            "UPDATE event_journal SET write_timestamp = extract(epoch FROM now()) * 1000 - 50000"
                + " WHERE persistence_id = '"
                + execution("young")
                + "'");
    readUpTo(head());

    sweepAll(1_000);
    assertThat(archived()).containsExactly(execution("old"));

    // it is settled later: its last entry is looked at then
    journal.write(execution("owed"), new ExecutionEvent.EndSettled());
    readUpTo(head());
    sweep(Duration.ofSeconds(40), 1_000);
    assertThat(archived())
        .containsExactlyInAnyOrder(execution("old"), execution("young"), execution("owed"));
  }

  @Test
  void aStepThatIsLostLeavesEverythingAsItWas() throws Exception {
    journal.writeAll(execution("k"), run("k"));
    readUpTo(head());
    var before = seen(0);
    try (var connection = journal.database().pool().getConnection()) {
      connection.setAutoCommit(false);
      journal
          .database()
          .execute("INSERT INTO journal_archive_progress DEFAULT VALUES ON CONFLICT DO NOTHING");
      // killed before the commit: the last statement of the step fails
      journal
          .database()
          .execute(
              "ALTER TABLE journal_archive_progress ADD CONSTRAINT killed CHECK (position = 0)");
      assertThatThrownBy(() -> sweep(1_000).next(connection)).isInstanceOf(SQLException.class);
      connection.rollback();
      connection.setAutoCommit(true);
    } finally {
      journal.database().execute("ALTER TABLE journal_archive_progress DROP CONSTRAINT killed");
    }
    assertThat(seen(0)).isEqualTo(before);
    assertThat(count("journal_archive")).isZero();

    sweepAll(1_000);
    assertThat(seen(0)).isEqualTo(before);
    assertThat(count("journal_archive")).isOne();
  }

  @Test
  void anArchiveThatIsGoneIsNotTakenForAnEntityThatNeverWas() throws Exception {
    journal.writeAll(execution("k"), run("k"));
    readUpTo(head());
    sweepAll(1_000);
    journal.database().execute("DELETE FROM journal_archive");

    assertThatThrownBy(() -> byEntity(new Random(1)))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("backup");
  }

  @Test
  void theLineageOfAnArchivedRunIsTheSame() throws Exception {
    journal.writeAll(execution("k"), run("k"));
    var lineage = new LineageQueries(journal.database().pool());
    var before = lineage.of(Samples.execution("k"));
    readUpTo(head());
    sweepAll(1_000);

    assertThat(count("event_journal")).isOne();
    assertThat(before).isNotEmpty();
    assertThat(lineage.of(Samples.execution("k"))).isEqualTo(before);
  }

  private static List<?> run(String key) {
    return Samples.succeededRun(key);
  }

  private static List<?> openRun(String key) {
    var events = Samples.succeededRun(key);
    return events.subList(0, events.size() - 1);
  }

  private static List<?> pipelineEvents(int count) {
    var events = new ArrayList<Object>();
    events.add(
        Samples.everyEvent().stream()
            .filter(PipelineEvent.PipelineCreated.class::isInstance)
            .findFirst()
            .orElseThrow());
    for (int run = 0; events.size() < count; run++) {
      events.add(new PipelineEvent.ExecutionStartNoted(Samples.execution("k" + run)));
    }
    return events;
  }

  private static String execution(String key) {
    return "execution|" + Samples.execution(key);
  }

  private void snapshot(long at) {
    journal
        .database()
        .execute(
            "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
                + " snapshot_ser_manifest, snapshot_payload) VALUES ('"
                + PIPELINE
                + "', "
                + at
                + ", 0, 1, '', '')");
  }

  private void readUpTo(long place) {
    READERS.forEach(reader -> position(reader, place));
  }

  private void position(String reader, long place) {
    journal
        .database()
        .execute(
            "INSERT INTO projection_offset (name, position) VALUES ('%1$s', %2$d) ON CONFLICT (name) DO UPDATE SET position = greatest(projection_offset.position, %2$d)"
                .formatted(reader, place));
  }

  private static ArchiveSweep sweep(int rows) {
    return new ArchiveSweep(Duration.ofSeconds(60), rows, READERS);
  }

  private void sweepAll(int rows) throws SQLException {
    sweep(Duration.ofSeconds(60), rows);
  }

  private void sweep(Duration retention, int rows) throws SQLException {
    try (var connection = journal.database().pool().getConnection()) {
      connection.setAutoCommit(false);
      var sweep = new ArchiveSweep(retention, rows, READERS);
      while (sweep.next(connection).looked() > 0) {
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }

  /** What a reader from {@code place} on is given, by entity. */
  private Map<String, Map<String, List<Object>>> seen(long place) throws SQLException {
    Map<String, List<Object>> seen = new TreeMap<>();
    try (var connection = journal.database().pool().getConnection()) {
      var reader = new JournalReader(place);
      var batch = reader.next(connection);
      while (!batch.isEmpty() || reader.waitsForWriters()) {
        for (var entry : batch) {
          seen.computeIfAbsent(entry.persistenceId(), id -> new ArrayList<>()).add(entry.event());
        }
        batch = reader.next(connection);
      }
    }
    return Map.of("whole", seen);
  }

  /** The same by entity, in pages. */
  private Map<String, List<Object>> byEntity(Random random) throws SQLException {
    Map<String, List<Object>> found = new TreeMap<>();
    try (var connection = journal.database().pool().getConnection()) {
      for (var id : journal.database().query("SELECT DISTINCT persistence_id FROM event_journal")) {
        found.put(id, pages(connection, id, 1 + random.nextInt(40)));
        assertThat(
                EntityJournal.audit(connection, id, 0, 10_000).stream()
                    .map(EntityJournal.AuditEntry::sequenceNumber)
                    .toList())
            .isEqualTo(
                java.util.stream.LongStream.rangeClosed(1, found.get(id).size()).boxed().toList());
      }
    }
    return found;
  }

  private static List<Object> pages(Connection connection, String id, int size)
      throws SQLException {
    var events = new ArrayList<Object>();
    var page = EntityJournal.read(connection, id, 0, size);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      events.addAll(page.stream().map(entry -> (Object) entry.record().event()).toList());
      page = EntityJournal.read(connection, id, page.getLast().sequenceNumber(), size);
    }
    return events;
  }

  /** The read model made anew from the whole journal. */
  private String model() throws SQLException {
    for (var table : List.of("execution_view", "pipeline_view", "wake_up")) {
      journal.database().execute("TRUNCATE " + table);
    }
    var projections = List.of(new PipelineList(), new ExecutionList(), new WakeUpProjection());
    try (var connection = journal.database().pool().getConnection()) {
      var reader = new JournalReader(0);
      var batch = reader.next(connection);
      while (!batch.isEmpty() || reader.waitsForWriters()) {
        for (var projection : projections) {
          projection.apply(batch, connection);
        }
        batch = reader.next(connection);
      }
    }
    return journal
            .database()
            .query("SELECT e::text FROM execution_view e ORDER BY execution_id")
            .stream()
            .collect(Collectors.joining("\n"))
        + journal.database().query("SELECT p::text FROM pipeline_view p")
        + journal.database().query("SELECT persistence_id, token FROM wake_up ORDER BY 1");
  }

  private List<String> archived() {
    return journal.database().query("SELECT DISTINCT persistence_id FROM journal_archive");
  }

  private JournalArchive.Figures figures() throws SQLException {
    try (var connection = journal.database().pool().getConnection()) {
      return JournalArchive.figures(connection);
    }
  }

  private long head() {
    return number("SELECT max(ordering) FROM event_journal");
  }

  private long count(String table) {
    return number("SELECT count(*) FROM " + table);
  }

  private long payload() {
    return number("SELECT sum(length(event_payload)) FROM event_journal");
  }

  private long number(String sql) {
    return Long.parseLong(journal.database().query(sql).getFirst());
  }
}
