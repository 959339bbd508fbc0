package ai.matih.pipelines.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.operations.JournalReaders;
import ai.matih.pipelines.persistence.projection.lineage.LineageDelivery;
import ai.matih.pipelines.persistence.query.LineageQueries;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideConsumerTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path folder;
  private ProjectedJournal journal;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  /** Sends the ordering of each entry; can be unreachable, and can refuse one of them. */
  private static final class Receiver implements OutsideEffect<Long> {
    private final List<Long> received = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicBoolean tried = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong unreadable = new AtomicLong();
    private final List<JournalEntry> seen = new CopyOnWriteArrayList<>();
    private volatile long refused;

    @Override
    public void begin() {
      begun.incrementAndGet();
    }

    @Override
    public List<Long> messages(JournalEntry entry, Connection connection) throws SQLException {
      if (unreadable.compareAndSet(entry.ordering(), 0)) {
        throw new SQLException("not now");
      }
      seen.add(entry);
      return List.of(entry.ordering());
    }

    @Override
    public void flush() throws IOException {
      if (full.get()) {
        tried.set(true);
        throw new IOException("no space");
      }
    }

    @Override
    public void send(Long message) throws IOException, Refused {
      if (down.get()) {
        tried.set(true);
        throw new IOException("connection refused");
      }
      if (message == refused) {
        throw new Refused("not this one");
      }
      received.add(message);
    }
  }

  @Test
  void anOperatorStopsAReaderLetsItGoOnAndSetsItBack() {
    var receiver = new Receiver();
    var readers = new JournalReaders(journal.database().pool());
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 2));
    try (var consumer = start("controlled", receiver)) {
      await(() -> consumer.position() == 2);
    }
    readers.pause("controlled", true);
    journal.writeAll("execution|y", Samples.succeededRun("k2").subList(0, 2));
    try (var consumer = start("controlled", receiver)) {
      await(() -> consumer.position() == 2);
      assertThat(readers.all())
          .filteredOn(one -> one.name().equals("controlled"))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.paused()).isTrue();
                assertThat(one.behind()).isEqualTo(2);
                assertThat(one.waitingSince()).isPresent();
              });
      assertThat(receiver.begun).hasValue(1);

      readers.pause("controlled", false);
      await(() -> receiver.received.size() == 4);
      readers.rewind("controlled", 1);
      await(() -> receiver.received.size() == 7);
      assertThat(receiver.received).containsExactly(1L, 2L, 3L, 4L, 2L, 3L, 4L);

      await(() -> consumer.position() == 4);
      readers.rewind("controlled", 99);
      assertThat(readers.all())
          .filteredOn(one -> one.name().equals("controlled"))
          .allSatisfy(one -> assertThat(one.position()).isEqualTo(4));
    }
  }

  @Test
  void aReceiverThatWasDownGetsEverythingInOrderAndHoldsNobodyElse() {
    var slow = new Receiver();
    var other = new Receiver();
    slow.down.set(true);
    try (var first = start("slow", slow);
        var second = start("other", other)) {
      journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 3));
      await(() -> second.position() == 3);
      await(() -> slow.tried.get());
      assertThat(first.position()).isZero();
      assertThat(slow.received).isEmpty();

      slow.down.set(false);
      await(() -> first.position() == 3);
      assertThat(slow.received).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void whatATailerOnTheNodeHasReadIsNotReadAgain() {
    var receiver = new Receiver();
    var recent = new RecentEntries();
    var supplied = List.of(entry(1), entry(2), entry(4));
    recent.add(new RecentEntries.Batch(0, 4, supplied));
    try (var consumer = start("near", receiver, recent)) {
      await(
          () -> {
            recent.add(new RecentEntries.Batch(4, 4, List.of()));
            return consumer.position() == 4;
          });
      assertThat(receiver.seen).as("the journal is empty").containsExactlyElementsOf(supplied);

      recent.forget();
      journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 6));
      await(() -> consumer.position() == 6);
    }
    assertThat(receiver.received).containsExactly(1L, 2L, 4L, 5L, 6L);
  }

  @Test
  void recentEntriesAreGivenFromAnyPlaceThatIsKeptAndFromNoOther() {
    var recent = new RecentEntries();
    assertThat(recent.after(0)).isEmpty();
    recent.add(new RecentEntries.Batch(10, 12, List.of(entry(11), entry(12))));
    recent.add(new RecentEntries.Batch(12, 15, List.of(entry(13), entry(15))));
    recent.add(new RecentEntries.Batch(15, 15, List.of()));

    assertThat(recent.after(9)).as("before what is kept").isEmpty();
    assertThat(orderings(recent, 10)).containsExactly(11L, 12L, 13L, 15L);
    assertThat(orderings(recent, 11)).containsExactly(12L, 13L, 15L);
    assertThat(orderings(recent, 14)).containsExactly(15L);
    assertThat(orderings(recent, 15)).isEmpty();
    assertThat(recent.after(16)).as("further than the tailer").isEmpty();

    recent.add(new RecentEntries.Batch(20, 21, List.of(entry(21))));
    assertThat(recent.after(15)).as("entries between are not known").isEmpty();
    for (int i = 21; i < 9_000; i++) {
      recent.add(new RecentEntries.Batch(i, i + 1, List.of(entry(i + 1))));
    }
    assertThat(recent.after(20)).as("too many to keep").isEmpty();
    assertThat(orderings(recent, 8_998)).containsExactly(8_999L, 9_000L);
  }

  private static JournalEntry entry(long ordering) {
    return new JournalEntry(ordering, "execution|x", ordering, "end-settled:1", new byte[0]);
  }

  private static List<Long> orderings(RecentEntries recent, long after) {
    return recent.after(after).orElseThrow().entries().stream()
        .map(JournalEntry::ordering)
        .toList();
  }

  @Test
  void anEntryWhoseMessagesWereNotMadeOutIsAskedForAgainFromTheStoredPosition() {
    var receiver = new Receiver();
    receiver.unreadable.set(2);
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 3));
    try (var consumer = start("anew", receiver)) {
      await(() -> consumer.position() == 3);
    }
    assertThat(receiver.begun.get()).isEqualTo(2);
    assertThat(receiver.received).containsSubsequence(1L, 2L, 3L);
  }

  @Test
  void aRunThatIsToldAgainIsToldWhole() throws Exception {
    var delivery = LineageDelivery.toFile(folder.resolve("again.ndjson"));
    journal.writeAll("execution|" + Samples.execution("k1"), Samples.succeededRun("k1"));
    try (var connection = journal.database().pool().getConnection()) {
      var told = new ArrayList<Integer>();
      for (int round = 0; round < 2; round++) {
        delivery.begin();
        int messages = 0;
        for (var entry : new JournalReader(0).next(connection)) {
          messages += delivery.messages(entry, connection).size();
        }
        told.add(messages);
      }
      assertThat(told).containsExactly(10, 10);
    }
  }

  @Test
  void aLineThatACrashToreIsNotLeftInTheFile() throws Exception {
    var file = folder.resolve("torn.ndjson");
    Files.writeString(file, "{\"whole\":1}\n{\"to");
    var delivery = LineageDelivery.toFile(file);
    delivery.send("{\"next\":1}");
    assertThat(Files.readString(file)).as("lines are gathered").contains("{\"to");
    delivery.flush();
    assertThat(Files.readAllLines(file)).containsExactly("{\"whole\":1}", "{\"next\":1}");
  }

  @Test
  void aPositionIsStoredOnlyWhenWhatWasSentIsSafe() {
    var receiver = new Receiver();
    receiver.full.set(true);
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 3));
    try (var consumer = start("full", receiver)) {
      await(() -> receiver.tried.get());
      assertThat(consumer.position()).isZero();
      receiver.full.set(false);
      await(() -> consumer.position() == 3);
    }
    assertThat(receiver.received).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatAReceiverRefusesIsParkedAndTheRestGoesOn() {
    journal
        .database()
        .execute(
            "INSERT INTO parked_delivery VALUES ('picky', 1, 'kept', now() - interval '29 days'),"
                + " ('another', 1, 'forgotten', now() - interval '31 days')");
    var receiver = new Receiver();
    receiver.refused = 2;
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 3));
    try (var consumer = start("picky", receiver)) {
      await(() -> consumer.position() == 3);
    }
    assertThat(receiver.received).containsExactly(1L, 3L);
    assertThat(journal.database().query("SELECT consumer, ordering, reason FROM parked_delivery"))
        .containsExactlyInAnyOrder("picky,1,kept", "picky,2,not this one");
  }

  @Test
  void aRestartGoesOnFromTheStoredPosition() {
    var receiver = new Receiver();
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(0, 2));
    try (var consumer = start("again", receiver)) {
      await(() -> consumer.position() == 2);
    }
    journal.writeAll("execution|x", Samples.succeededRun("k1").subList(2, 4));
    try (var consumer = start("again", receiver)) {
      await(() -> consumer.position() == 4);
    }
    assertThat(receiver.received).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void lineageReachesAFileAndAnEndpointThatComesUpLater() throws Exception {
    int port;
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    var file = folder.resolve("lineage/events.ndjson");
    var posted = new CopyOnWriteArrayList<String>();
    journal.writeAll("execution|" + Samples.execution("k1"), Samples.succeededRun("k1"));
    var http =
        LineageDelivery.toHttp(
            URI.create("http://127.0.0.1:" + port), Optional.of("t0ken"), Duration.ofSeconds(2));
    try (var toFile = start("file", LineageDelivery.toFile(file));
        var toHttp = start("http", http)) {
      await(() -> toFile.position() > 0);
      assertThat(Files.readAllLines(file)).hasSize(10);
      assertThat(toHttp.position()).isZero();

      var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 10);
      server.createContext(
          "/api/v1/lineage",
          exchange -> {
            posted.add(
                exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
          });
      server.start();
      await(() -> toHttp.position() > 0);
      server.stop(0);
    }
    assertThat(posted).hasSize(10).allMatch(post -> post.startsWith("Bearer t0ken {"));
    assertThat(new LineageQueries(journal.database().pool()).of(Samples.execution("k1")))
        .containsExactlyElementsOf(Files.readAllLines(file));
  }

  private <M> OutsideConsumer<M> start(String name, OutsideEffect<M> effect) {
    return start(name, effect, RecentEntries.none());
  }

  private <M> OutsideConsumer<M> start(String name, OutsideEffect<M> effect, RecentEntries recent) {
    return OutsideConsumer.start(
        name,
        journal.database().pool(),
        recent,
        effect,
        new OutsideConsumer.Patience(SHORT, Duration.ofDays(30)));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
