package ai.matih.pipelines.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.entity.Journaled.Wake;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.persistence.JournalWriter;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.persistence.projection.wakeup.WakeUpProjection;
import ai.matih.pipelines.schedule.WakeUps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTailerTest {

  private final JournalWriter journal = new JournalWriter();
  private TestDatabase database;

  @BeforeEach
  void start() {
    database = TestDatabase.migrated();
    database.execute("CREATE TABLE IF NOT EXISTS seen (ordering BIGINT PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private static final Projection SEEN =
      (batch, connection) -> {
        try (var statement = connection.prepareStatement("INSERT INTO seen VALUES (?)")) {
          for (var entry : batch) {
            statement.setLong(1, entry.ordering());
            statement.addBatch();
          }
          statement.executeBatch();
        }
      };

  @Test
  void whatIsJournaledIsProjectedOnceAlsoOverARestart() {
    write(3);
    try (var tailer = JournalTailer.start("test", database.pool(), List.of(SEEN))) {
      tailer.caughtUp().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("3");
    }
    write(2);
    try (var tailer = JournalTailer.start("test", database.pool(), List.of(SEEN))) {
      tailer.caughtUp().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      write(1);
      await(() -> tailer.position() == 6);
      assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("6");
      await(() -> tailer.lag().isZero());
    }
  }

  @Test
  void aProjectionThatFailsLeavesNoTraceAndIsTriedAgain() {
    var broken = new AtomicBoolean(true);
    var failing = new AtomicBoolean();
    Projection second =
        (batch, connection) -> {
          if (broken.get()) {
            failing.set(true);
            throw new IllegalStateException("not now");
          }
        };
    write(3);
    try (var tailer = JournalTailer.start("test", database.pool(), List.of(SEEN, second))) {
      await(failing::get);
      assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("0");
      assertThat(tailer.caughtUp().toCompletableFuture()).isNotDone();
      await(() -> tailer.lag().compareTo(Duration.ofSeconds(1)) > 0);
      broken.set(false);
      await(() -> tailer.position() == 3);
      assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("3");
    }
  }

  @Test
  void whatWasProjectedOfLateIsThereForOthersUntilTheTailerStops() {
    var tailer = JournalTailer.start("test", database.pool(), List.of(SEEN));
    tailer.caughtUp().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    write(2);
    await(() -> tailer.recent().after(0).filter(batch -> batch.entries().size() == 2).isPresent());
    assertThat(database.query("SELECT count(*) FROM seen")).as("projected").containsExactly("2");
    tailer.close();
    assertThat(tailer.recent().after(0)).isEmpty();
  }

  @Test
  void aReaderThatWasReplacedCannotWrite() throws Exception {
    write(1);
    var position = new Position("test");
    try (var zombie = database.pool().getConnection()) {
      zombie.setAutoCommit(false);
      var reader = new JournalReader(position.read(zombie));
      zombie.commit();
      SEEN.apply(reader.next(zombie), zombie);
      database.execute("UPDATE projection_offset SET position = 1");

      assertThatThrownBy(() -> position.move(zombie, 0, 1)).isInstanceOf(Position.Replaced.class);
      zombie.rollback();
      zombie.setAutoCommit(true);
    }
    assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("0");
  }

  @Test
  void ofTwoNodesOneTailsAndTheOtherTakesOver() {
    var first = JournalTailer.start("test", database.pool(), List.of(SEEN));
    first.caughtUp().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    try (var second = JournalTailer.start("test", database.pool(), List.of(SEEN))) {
      write(1);
      await(() -> first.position() == 1);
      second.caughtUp().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      first.close();
      write(1);
      await(() -> second.position() == 2);
    }
    assertThat(database.query("SELECT count(*) FROM seen")).containsExactly("2");
  }

  @Test
  void aTailerWhoseProcessStandsStillLosesItsPlaceToAnother() throws Exception {
    write(1);
    try (var stopped = database.pool().getConnection()) {
      assertThat(NodeLock.take(stopped, "test", Duration.ofSeconds(1))).isTrue();
      try (var tailer = JournalTailer.start("test", database.pool(), List.of(SEEN))) {
        await(() -> tailer.position() == 1);
      }
      assertThatThrownBy(() -> stopped.createStatement().executeQuery("SELECT 1"))
          .as("its session has been ended")
          .isInstanceOf(java.sql.SQLException.class);
    }
  }

  @Test
  void theWakeUpIndexHoldsTheLastDueTimeOfEachEntityThatOwesSomething() {
    var past = Instant.now().minusSeconds(60);
    var wakeUps = new JdbcWakeUps(database.pool());
    journal.write(
        database,
        "execution|a",
        List.of(
            event(new Wake.At(past.minusSeconds(9))),
            event(new Wake.Unchanged()),
            event(new Wake.At(past))));
    journal.write(
        database, "execution|b", List.of(event(new Wake.At(past)), event(new Wake.None())));
    journal.write(
        database, "pipeline|c", List.of(event(new Wake.At(Instant.now().plusSeconds(3_600)))));
    try (var tailer =
        JournalTailer.start("test", database.pool(), List.of(new WakeUpProjection()))) {
      await(() -> tailer.position() == 6);

      assertThat(wakeUps.takeDue(10))
          .singleElement()
          .satisfies(
              due -> {
                assertThat(due.persistenceId()).isEqualTo("execution|a");
                assertThat(due.token()).isEqualTo(3);
              });
      assertThat(wakeUps.takeDue(10)).as("handed out again only after a wait").isEmpty();
      assertThat(wakeUps.all("pipeline"))
          .extracting(WakeUps.Due::persistenceId)
          .containsExactly("pipeline|c");

      database.execute("UPDATE wake_up SET next_send = now() WHERE sends > 0");
      assertThat(wakeUps.takeDue(10)).as("and again, until an event removes it").hasSize(1);
      journal.write(database, "execution|a", List.of(event(new Wake.None())));
      await(() -> tailer.position() == 7);
      assertThat(wakeUps.all("execution")).isEmpty();
    }
  }

  @Test
  void aDueTimeThatMovedOnIsPutOffAndHidesNobody() throws Exception {
    var wakeUps = new JdbcWakeUps(database.pool());
    var past = Instant.now().minusSeconds(60);
    try (var tailer =
        JournalTailer.start("test", database.pool(), List.of(new WakeUpProjection()))) {
      journal.write(database, "execution|moved", List.of(event(new Wake.At(past))));
      await(() -> tailer.position() == 1);
      var later = Instant.now().plusSeconds(3_600);
      journal.write(database, "execution|moved", List.of(event(new Wake.At(later))));
      journal.write(database, "execution|due", List.of(event(new Wake.At(past.plusSeconds(1)))));
      await(() -> tailer.position() == 3);

      assertThat(wakeUps.takeDue(1))
          .extracting(WakeUps.Due::persistenceId)
          .containsExactly("execution|due");
      database.execute("UPDATE wake_up SET due = now() WHERE persistence_id LIKE '%moved'");
      assertThat(wakeUps.takeDue(9)).as("put off until the due time it had then").isEmpty();
      journal.write(database, "execution|moved", List.of(event(new Wake.At(past.plusSeconds(2)))));
      await(() -> tailer.position() == 4);
      assertThat(wakeUps.takeDue(9)).as("due earlier again").hasSize(1);
    }
  }

  private void write(int records) {
    for (int i = 0; i < records; i++) {
      journal.write(database, "execution|x", List.of(event(new Wake.Unchanged())));
    }
  }

  private static ai.matih.pipelines.entity.Journaled<?> event(Wake wake) {
    return Samples.journaled(new ExecutionEvent.EndSettled(), wake);
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
