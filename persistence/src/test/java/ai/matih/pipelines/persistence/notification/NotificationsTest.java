package ai.matih.pipelines.persistence.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.Notification;
import ai.matih.pipelines.definition.NotificationEvent;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.notification.NotificationSender.Patience;
import ai.matih.pipelines.persistence.projection.OutsideConsumer;
import ai.matih.pipelines.persistence.projection.ProjectedJournal;
import ai.matih.pipelines.persistence.projection.RecentEntries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private static final Patience QUICK =
      new Patience(3, Duration.ofMillis(20), Duration.ofMillis(20));

  private final List<Note> received = new CopyOnWriteArrayList<>();
  private ProjectedJournal journal;
  private NotificationOutbox outbox;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
    outbox = new NotificationOutbox(journal.database().pool());
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  private static Notification to(String target, NotificationEvent... on) {
    return new Notification(List.of(on), Channel.WEBHOOK, Optional.of(target), Optional.of("HOOK"));
  }

  /** A run that goes well and tells whoever wants to hear of it. */
  private static List<ExecutionEvent> run(String key, Notification... told) {
    ExecutionSpec plain = Samples.spec(key);
    List<ExecutionEvent> events = new ArrayList<>(Samples.succeededRun(key));
    events.set(
        0,
        new ExecutionEvent.ExecutionStarted(
            new ExecutionSpec(
                plain.id(),
                plain.tenant(),
                plain.pipeline(),
                plain.revision(),
                plain.plan(),
                plain.root(),
                plain.resumeOf(),
                plain.reused(),
                plain.parameters(),
                plain.values(),
                plain.connections(),
                plain.priority(),
                plain.prices(),
                plain.startedBy(),
                plain.submittedAt(),
                plain.budget(),
                plain.interval(),
                plain.origin(),
                told.length == 0
                    ? Optional.empty()
                    : Optional.of(new Expectations(Optional.empty(), List.of(told))))));
    return events;
  }

  private void write(String key, Notification... told) {
    journal.writeAll("execution|" + Samples.spec(key).id(), run(key, told));
  }

  private OutsideConsumer<Note> follow() {
    return OutsideConsumer.start(
        "notifications",
        journal.database().pool(),
        RecentEntries.none(),
        new NotesOfRuns(journal.database().pool()),
        new OutsideConsumer.Patience(Duration.ofMillis(100), Duration.ofDays(30)));
  }

  private static void await(BooleanSupplier condition) {
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      assertThat(tries).as("waited too long").isLessThan(3_000);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private List<NotificationOutbox.Row> rows(String state) {
    try {
      return outbox.list(Samples.TENANT, Optional.of(state), 100);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoWantsToHearOfItIsToldOnceHoweverOftenTheJournalIsRead() throws Exception {
    write("k1", to("good", NotificationEvent.SUCCEEDED), to("bad", NotificationEvent.FAILED));
    write("k2");
    try (var consumer = follow();
        var sender = new NotificationSender(outbox, received::add, QUICK)) {
      assertThat(List.of(consumer, sender)).hasSize(2);
      await(() -> rows("SENT").size() == 1);
    }
    assertThat(received).extracting(note -> note.target().orElse("")).containsExactly("good");
    assertThat(received.getFirst().body())
        .contains("\"event\":\"succeeded\"", "\"status\":\"SUCCEEDED\"");

    journal.database().execute("DELETE FROM projection_offset WHERE name = 'notifications'");
    write("k3", to("good", NotificationEvent.SUCCEEDED));
    try (var consumer = follow();
        var sender = new NotificationSender(outbox, received::add, QUICK)) {
      assertThat(List.of(consumer, sender)).hasSize(2);
      await(() -> rows("SENT").size() == 2);
    }
    assertThat(received).hasSize(2);
  }

  @Test
  void whatIsNotTakenIsTriedAgainAndParkedAtLast() throws Exception {
    write("k1", to("down", NotificationEvent.SUCCEEDED));
    try (var consumer = follow();
        var sender =
            new NotificationSender(
                outbox,
                note -> {
                  received.add(note);
                  throw new IOException("answered with status 500");
                },
                QUICK)) {
      assertThat(List.of(consumer, sender)).hasSize(2);
      await(() -> rows("PARKED").size() == 1);
    }
    assertThat(received).hasSize(3);
    assertThat(received).extracting(Note::id).containsOnly(received.getFirst().id());
    assertThat(rows("PARKED").getFirst().reason()).contains("answered with status 500");
    assertThat(outbox.figures().parked()).isEqualTo(1);
  }

  @Test
  void aReceiverThatHangsHoldsNobodyElse() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    for (int one = 0; one < 20; one++) {
      write("hang " + one, to("hangs", NotificationEvent.SUCCEEDED));
    }
    try (var consumer = follow();
        var sender =
            new NotificationSender(
                outbox,
                note -> {
                  if (note.target().get().equals("hangs")) {
                    hanging.await();
                  }
                },
                QUICK)) {
      assertThat(List.of(consumer, sender)).hasSize(2);
      await(() -> rows("WAITING").stream().anyMatch(row -> row.tries() == 1));
      write("quick", to("quick", NotificationEvent.SUCCEEDED));
      await(() -> rows("SENT").size() == 1);
      assertThat(rows("SENT").getFirst().target()).contains("quick");
      hanging.countDown();
      await(() -> rows("SENT").size() == 21);
    }
  }

  @Test
  void ofARunThatTellsNobodyAnythingTheJournalIsNotReadAgain() throws Exception {
    write("k1");
    var notes = new NotesOfRuns(journal.database().pool());
    var gone = journal.database().pool().getConnection();
    gone.close();
    journal.project(
        (batch, connection) -> {
          assertThat(batch).isNotEmpty();
          for (var entry : batch) {
            assertThat(notes.messages(entry, gone)).isEmpty();
          }
        });
  }
}
