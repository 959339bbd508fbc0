package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.scaladsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.util.Try;

@Timeout(120)
class BatchingJournalDaoTest {
  private static TestDatabase database;
  private static ActorSystem system;
  private static BatchingJournalDao journal;

  @BeforeAll
  static void start() {
    database = TestDatabase.migrated();
    system =
        ActorSystem.create(
            "journal",
            new JournalDatabase(database.url(), "postgres", "", 4)
                .settings()
                .withFallback(ConfigFactory.load()));
    var config = system.settings().config().getConfig("jdbc-journal");
    var slick = ((SlickExtensionImpl) SlickExtension.apply(system)).database(config);
    journal =
        new BatchingJournalDao(
            slick.database(),
            slick.profile(),
            new JournalConfig(config),
            SerializationExtension.get(system),
            system.dispatcher(),
            SystemMaterializer.get(system).materializer());
  }

  @AfterAll
  static void stop() {
    system.terminate();
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("TRUNCATE event_journal, journal_archive RESTART IDENTITY");
  }

  @Test
  void everyEntitysEventsStandInItsOrderHoweverManyWriteAtOnce() {
    var writes =
        IntStream.range(0, 200).mapToObj(entity -> write("execution|" + entity, 1, 3)).toList();
    writes.forEach(CompletableFuture::join);

    assertThat(
            database.query(
                """
                SELECT count(*), count(DISTINCT persistence_id),
                       bool_and(rank = sequence_number)
                FROM (SELECT *, row_number() OVER (PARTITION BY persistence_id ORDER BY ordering)
                        AS rank FROM event_journal) AS ranked"""))
        .containsExactly("600,200,t");
    assertThat(database.query("SELECT DISTINCT deleted, writer FROM event_journal"))
        .containsExactly("f,writer");
  }

  @Test
  void anEntityWhoseSequenceNumberIsTakenFailsAloneAndItsNeighboursAreWritten() throws Exception {
    write("execution|taken", 1, 1).join();
    List<CompletableFuture<Void>> neighbours = new ArrayList<>();
    CompletableFuture<Void> clash;
    try (Connection lock = database.pool().getConnection()) {
      // Both writers wait for the lock with a write in hand; all others become one batch behind it.
      lock.setAutoCommit(false);
      lock.createStatement().execute("LOCK TABLE event_journal IN SHARE MODE");
      neighbours.add(write("execution|first", 1, 1));
      neighbours.add(write("execution|second", 1, 1));
      neighbours.add(write("execution|before", 1, 2));
      clash = write("execution|taken", 1, 2);
      neighbours.add(write("execution|behind", 1, 2));
      lock.rollback();
    }

    assertThatThrownBy(clash::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("duplicate key");
    neighbours.forEach(CompletableFuture::join);
    assertThat(database.query("SELECT count(*) FROM event_journal")).containsExactly("7");
  }

  @Test
  void aBatchWhoseConnectionBreaksFailsAtOnceAndTogether() throws Exception {
    try (Connection lock = database.pool().getConnection()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("LOCK TABLE event_journal IN SHARE MODE");
      var inHand = List.of(write("execution|a", 1, 1), write("execution|b", 1, 1));
      var behind = List.of(write("execution|c", 1, 1), write("execution|d", 1, 1));

      Set<String> broken = new HashSet<>();
      while (!inHand.stream().allMatch(CompletableFuture::isDone)
          || !behind.stream().allMatch(CompletableFuture::isDone)) {
        broken.addAll(breakWaitingConnections());
      }

      assertThat(inHand).allMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(behind).allMatch(CompletableFuture::isCompletedExceptionally);
      // one for each batch: none of them was tried again write by write, while the lock was held
      assertThat(broken).hasSizeLessThanOrEqualTo(3);
      lock.rollback();
    }
    write("execution|a", 1, 1).join();
  }

  private static List<String> breakWaitingConnections() {
    return database.query(
        "SELECT pid FROM (SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO event_journal%') AS ended");
  }

  @Test
  void theEndOfAJournalIsFoundForEachEntityAndIsZeroForOneThatHasNone() {
    write("execution|a", 1, 3).join();
    write("execution|b", 1, 1).join();

    var asked =
        List.of("execution|a", "execution|none", "execution|b").stream()
            .map(id -> FutureConverters.asJava(journal.highestSequenceNr(id, 0)))
            .toList();

    assertThat(asked)
        .extracting(each -> each.toCompletableFuture().join())
        .containsExactly(3L, 0L, 1L);
  }

  @Test
  void whatWasWrittenIsReadAgainByThePlugin() throws Exception {
    write("execution|a", 1, 3).join();

    List<PersistentRepr> read = read(journal.messages("execution|a", 1, 10, 10));

    assertThat(read).hasSize(3).extracting(PersistentRepr::payload).containsOnly(event());
  }

  @Test
  void anArchivedStretchIsReplayedAsItWasHoweverWideItIs() throws Exception {
    String id = "pipeline|wide";
    write(id, 1, 2_100).join();
    List<PersistentRepr> before =
        read(journal.messagesWithBatch(id, 1, 2_100, 400, Option.empty()));
    archive(id, 1, 900);
    archive(id, 901, 2_000);

    assertThat(database.query("SELECT count(*) FROM event_journal")).containsExactly("102");
    for (long from : List.of(1L, 2L, 900L, 901L, 1_999L, 2_000L, 2_001L)) {
      assertThat(read(journal.messagesWithBatch(id, from, 2_100, 400, Option.empty())))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(before.subList((int) from - 1, 2_100));
    }
    assertThat(read(journal.messagesWithBatch(id, 850, 950, 400, Option.empty())))
        .extracting(PersistentRepr::sequenceNr)
        .hasSize(101)
        .startsWith(850L)
        .endsWith(950L);
    assertThat(
            FutureConverters.asJava(journal.highestSequenceNr(id, 0)).toCompletableFuture().get())
        .isEqualTo(2_100L);
  }

  /** Nobody starts anew under a name whose past was archived: the next number is behind it. */
  @Test
  void anEntityThatIsArchivedAsAWholeIsStillThere() throws Exception {
    write("execution|a", 1, 3).join();
    archive("execution|a", 1, 3);

    assertThat(
            FutureConverters.asJava(journal.highestSequenceNr("execution|a", 0))
                .toCompletableFuture()
                .get())
        .isEqualTo(3L);
    assertThatThrownBy(() -> write("execution|a", 3, 1).get())
        .hasMessageContaining("duplicate key");
    database.execute("DELETE FROM journal_archive");
    assertThatThrownBy(
            () -> read(journal.messagesWithBatch("execution|a", 1, 3, 400, Option.empty())))
        .hasMessageContaining("archive lacks");
  }

  private static void archive(String id, int first, int last) throws Exception {
    try (Connection connection = database.pool().getConnection()) {
      List<JournalRow> rows = new ArrayList<>();
      try (var select =
              connection.prepareStatement(
                  "SELECT * FROM event_journal WHERE persistence_id = '%s' AND sequence_number BETWEEN %d AND %d ORDER BY sequence_number"
                      .formatted(id, first, last));
          var row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new JournalRow(
                  row.getLong("ordering"),
                  row.getLong("sequence_number"),
                  row.getString("writer"),
                  row.getLong("write_timestamp"),
                  row.getString("event_ser_manifest"),
                  row.getBytes("event_payload")));
        }
      }
      JournalArchive.put(connection, List.of(new JournalArchive.Stretch(id, rows)));
    }
  }

  private static List<PersistentRepr> read(
      Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages) throws Exception {
    return messages
        .asJava()
        .map(message -> message.get()._1())
        .runWith(Sink.seq(), system)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static Object event() {
    return Samples.journaled(Samples.succeededRun("k").getFirst());
  }

  private static CompletableFuture<Void> write(String id, int from, int count) {
    var events =
        IntStream.range(from, from + count)
            .mapToObj(
                number ->
                    PersistentRepr.apply(
                        event(), number, id, "", false, ActorRef.noSender(), "writer"))
            .toList();
    return FutureConverters.asJava(
            journal.asyncWriteMessages(
                CollectionConverters.asScala(
                        List.of(new AtomicWrite(CollectionConverters.asScala(events).toSeq())))
                    .toSeq()))
        .<Void>thenApply(done -> null)
        .toCompletableFuture();
  }
}
