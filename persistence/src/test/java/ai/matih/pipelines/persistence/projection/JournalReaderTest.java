package ai.matih.pipelines.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.persistence.JournalWriter;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalReaderTest {

  /** Enough for a reader that gives up on a missing number too early to do so. */
  private static final int PATIENT_READS = 10;

  private final List<Connection> open = new ArrayList<>();
  private final JournalWriter journal = new JournalWriter();
  private TestDatabase database;
  private Connection reading;
  private JournalReader reader;

  @BeforeEach
  void start() throws SQLException {
    database = TestDatabase.migrated();
    reading = database.pool().getConnection();
    open.add(reading);
    reader = new JournalReader(0);
  }

  @AfterEach
  void stop() throws SQLException {
    for (var connection : open) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      connection.close();
    }
    database.close();
  }

  @Test
  void entriesComeInOrderAndOnce() throws SQLException {
    commit(write("a"));
    commit(write("b"));

    assertThat(reader.next(reading)).extracting(JournalEntry::ordering).containsExactly(1L, 2L);
    assertThat(reader.next(reading)).isEmpty();
    assertThat(reader.position()).isEqualTo(2);
  }

  @Test
  void anEntryStillBeingWrittenIsNotPassedBy() throws SQLException {
    var slow = write("slow");
    commit(write("fast"));

    assertThat(readPatiently()).isEmpty();
    slow.commit();

    assertThat(readPatiently()).containsExactly("slow", "fast");
  }

  @Test
  void aNumberWhoseWriterGaveUpIsGivenUp() throws SQLException {
    var slow = write("slow");
    commit(write("fast"));
    assertThat(readPatiently()).isEmpty();
    slow.rollback();

    assertThat(readPatiently()).containsExactly("fast");
    commit(write("next"));
    assertThat(readPatiently()).containsExactly("next");
  }

  @Test
  void anUnrelatedOpenTransactionHoldsNobody() throws SQLException {
    var unrelated = transaction();
    try (var statement = unrelated.createStatement()) {
      statement.execute("INSERT INTO projection_offset (name, position) VALUES ('other', 1)");
      statement.execute("SELECT count(*) FROM event_journal");
    }
    write("gone").rollback();
    commit(write("fast"));

    assertThat(readPatiently()).containsExactly("fast");
  }

  @Test
  void anUnrelatedPreparedTransactionHoldsNobody() throws SQLException {
    var unrelated = transaction();
    try (var statement = unrelated.createStatement()) {
      statement.execute("INSERT INTO projection_offset (name, position) VALUES ('other', 1)");
      statement.execute("PREPARE TRANSACTION 'unrelated'");
    }
    write("gone").rollback();
    commit(write("fast"));

    assertThat(readPatiently()).containsExactly("fast");
    database.execute("ROLLBACK PREPARED 'unrelated'");
  }

  @Test
  void aWriterThatIsPreparedMeanwhileIsStillWaitedFor() throws SQLException {
    var slow = write("slow");
    commit(write("fast"));
    assertThat(readPatiently()).isEmpty();
    try (var statement = slow.createStatement()) {
      statement.execute("PREPARE TRANSACTION 'slow'");
    }

    assertThat(readPatiently()).isEmpty();
    database.execute("COMMIT PREPARED 'slow'");

    assertThat(readPatiently()).containsExactly("slow", "fast");
  }

  @Test
  void writersThatCameAfterTheMissingNumberAreNotWaitedFor() throws SQLException {
    var slow = write("slow");
    commit(write("fast"));
    assertThat(readPatiently()).isEmpty();
    var later = write("later");
    slow.rollback();

    assertThat(readPatiently()).containsExactly("fast");
    later.commit();
    assertThat(readPatiently()).containsExactly("later");
  }

  @Test
  void manyWritersLoseNothing() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int writer = 0; writer < 4; writer++) {
      int number = writer;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                var own = new JournalWriter();
                for (int i = 0; i < 50; i++) {
                  own.write(database, "e" + number, List.of(record()));
                }
              }));
    }
    var seen = new ArrayList<Long>();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      reader.next(reading).forEach(entry -> seen.add(entry.ordering()));
    }
    for (var name : readPatientlyEntries()) {
      seen.add(name.ordering());
    }

    assertThat(seen).hasSize(200).isSorted().doesNotHaveDuplicates();
  }

  private List<String> readPatiently() throws SQLException {
    return readPatientlyEntries().stream().map(JournalEntry::persistenceId).toList();
  }

  private List<JournalEntry> readPatientlyEntries() throws SQLException {
    var entries = new ArrayList<JournalEntry>();
    for (int read = 0; read < PATIENT_READS; read++) {
      entries.addAll(reader.next(reading));
    }
    return entries;
  }

  private Connection write(String persistenceId) throws SQLException {
    var connection = transaction();
    journal.write(connection, persistenceId, List.of(record()));
    return connection;
  }

  private static void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  private Connection transaction() throws SQLException {
    var connection = java.sql.DriverManager.getConnection(database.url());
    connection.setAutoCommit(false);
    open.add(connection);
    return connection;
  }

  private static ai.matih.pipelines.entity.Journaled<?> record() {
    return Samples.journaled(new ExecutionEvent.EndSettled());
  }
}
