package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults put to three real nodes with runs in flight, one fault after the other on one cluster, in
 * an order drawn from a seed ({@code -Dmatih.kill.seed}). After each of them all that was accepted
 * has ended once: see {@link AcceptedRuns}.
 */
@Tag("kill")
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ClusterFaultTest {
  private static final boolean LONG = Boolean.getBoolean("matih.test.long");
  private static final int ROWS = 200;
  private static final int IN_FLIGHT = LONG ? 1_000 : 24;
  private static final Duration STOPPED = Duration.ofSeconds(LONG ? 60 : 10);
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(LONG ? 100 : 400);
  private static final Duration LONGEST = Duration.ofMinutes(LONG ? 15 : 4);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path root;

  private static final AcceptedRuns RUNS = new AcceptedRuns(ROWS);
  private static final AtomicInteger BATCHES = new AtomicInteger();
  private static final Random RANDOM =
      new Random(Long.getLong("matih.kill.seed", System.nanoTime() % 1_000_000));
  private static ClusterUnderTest cluster;

  @BeforeAll
  static void start() throws Exception {
    RUNS.writeSource(root.resolve("data"));
    cluster = ClusterUnderTest.start(root);
    RUNS.define(cluster.node(0), root.resolve("data"), cluster.targetConnection());
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void oneOfThreeNodesIsKilled() throws Exception {
    load(IN_FLIGHT);
    int victim = RANDOM.nextInt(3);
    cluster.node(victim).kill();
    Instant killed = Instant.now();
    Duration answered;
    Duration moved;
    int open;
    try (Connection journal = cluster.journal()) {
      Map<String, Long> before = RUNS.openJournals(journal);
      open = before.size();
      RUNS.awaitAnswers(before.keySet(), () -> cluster.alive().getFirst(), killed.plus(LONGEST));
      answered = Duration.between(killed, Instant.now());
      RUNS.awaitMoved(before, journal, LONGEST);
      moved = Duration.between(killed, Instant.now());
    }
    verify();
    System.out.printf(
        "one of three killed: %d open, each answered %.1f s after, each had gone on %.1f s after,"
            + " all had ended %d s after%n",
        open,
        answered.toMillis() / 1000.0,
        moved.toMillis() / 1000.0,
        Duration.between(killed, Instant.now()).toSeconds());
    cluster.startNodes(victim);
  }

  @Test
  void twoOfThreeNodesAreKilledAndComeBack() throws Exception {
    load(IN_FLIGHT);
    int survivor = RANDOM.nextInt(3);
    for (int node = 0; node < 3; node++) {
      if (node != survivor) {
        cluster.node(node).kill();
      }
    }
    // one of three is no majority: it must not go on alone, and ends for its supervisor
    assertThat(cluster.node(survivor).awaitEnd(Duration.ofSeconds(60))).isEqualTo(3);
    assertThat(cluster.node(survivor).said()).contains("removed this one from the cluster");
    cluster.startNodes(0, 1, 2);
    verify();
  }

  @Test
  void aNodeThatStoodStillComesBackAndOwnsNothing() throws Exception {
    load(IN_FLIGHT);
    int victim = RANDOM.nextInt(3);
    int removals = cluster.removals();
    cluster.node(victim).signal("STOP");
    Instant stopped = Instant.now();
    while (Instant.now().isBefore(stopped.plus(STOPPED)) || cluster.removals() == removals) {
      assertThat(Instant.now()).as("nobody removes it").isBefore(stopped.plus(LONGEST));
      TimeUnit.MILLISECONDS.sleep(500);
    }
    cluster.node(victim).signal("CONT");
    assertThat(cluster.node(victim).awaitEnd(Duration.ofSeconds(60))).isEqualTo(3);
    verify();
    cluster.startNodes(victim);
  }

  @Test
  void aNodeIsCutOffFromTheOthers() throws Exception {
    load(IN_FLIGHT);
    int victim = RANDOM.nextInt(3);
    cluster.network().isolate(victim);
    assertThat(cluster.node(victim).awaitEnd(Duration.ofSeconds(90)))
        .as("it is no majority, however well it reaches database and broker")
        .isEqualTo(3);
    verify();
    cluster.network().heal();
    cluster.startNodes(victim);
  }

  @Test
  void allNodesAreRestartedInTurnUnderLoad() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int client = 0; client < 2; client++) {
      clients.add(Thread.ofPlatform().daemon().start(() -> askAllTheTime(over, failed)));
    }
    Instant began = Instant.now();
    for (int node = 0; node < 3; node++) {
      assertThat(cluster.node(node).terminate()).as("a clean end after SIGTERM").isIn(0, 143);
      cluster.startNodes(node);
    }
    System.out.printf(
        "all restarted in turn in %d s%n", Duration.between(began, Instant.now()).toSeconds());
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failed).as("of %d requests", RUNS.count()).isEmpty();
    verify();
  }

  @Test
  void postgresIsKilledAndComesBack() throws Exception {
    load(IN_FLIGHT);
    cluster.killPostgres();
    assertThat(RUNS.ask(cluster.node(0), BATCHES.get() + 1))
        .as("nothing is accepted that cannot be journaled")
        .isFalse();
    cluster.startPostgresAgain();
    accept(BATCHES.incrementAndGet());
    verify();
    assertThat(cluster.alive()).as("no node has ended over it").hasSize(3);
  }

  @Test
  void kafkaIsKilledAndComesBack() throws Exception {
    load(IN_FLIGHT);
    cluster.killKafka();
    load(5);
    cluster.startKafkaAgain();
    verify();
    assertThat(cluster.alive()).hasSize(3);
  }

  @Test
  void kafkaComesBackEmpty() throws Exception {
    load(IN_FLIGHT);
    RUNS.topicIsLost(cluster.kafka());
    cluster.killKafka();
    load(5);
    cluster.deleteTopics();
    cluster.startKafkaAgain();
    load(5);
    verify();
    assertThat(cluster.alive()).hasSize(3);
  }

  @Test
  void theClockOfANodeIsSetTwoHoursAheadAndBack() throws Exception {
    int victim = RANDOM.nextInt(3);
    WrongClock clock = WrongClock.at(root.resolve("clock"));
    cluster.startAgain(victim, clock.environment());
    AcceptedRuns.defineDueLater(cluster.node((victim + 1) % 3));
    try (Connection journal = cluster.journal()) {
      int lost = cluster.leasesLost();
      load(IN_FLIGHT);
      clock.set(Duration.ofHours(2));
      load(IN_FLIGHT);
      clock.set(Duration.ofHours(-2));
      load(IN_FLIGHT);
      verify();
      assertThat(cluster.leasesLost() - lost).as("leases taken before their time").isZero();
      assertThat(AcceptedRuns.runsOfSchedules(journal)).as("runs before their time").isEmpty();
    }
    assertThat(cluster.alive()).as("no node has ended over it").hasSize(3);
    cluster.startAgain(victim, Map.of());
  }

  /** Accepts so many runs at all nodes, and returns while most of them are under way. */
  private static void load(int runs) throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      int batch = BATCHES.incrementAndGet();
      clients.add(Thread.ofPlatform().daemon().start(() -> accept(batch)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  /** Asks node after node until one has accepted the run; the key makes it one run. */
  private static void accept(int batch) {
    Instant hang = Instant.now().plus(LONGEST);
    for (int tries = 0; Instant.now().isBefore(hang); tries++) {
      NodeProcess node = cluster.node((batch + tries) % 3);
      if (node.alive() && RUNS.ask(node, batch)) {
        return;
      }
    }
    throw new AssertionError("batch " + batch + " was not accepted by any node");
  }

  /** As a client with an address list does: one node, and the next one if that is leaving. */
  private static void askAllTheTime(AtomicBoolean over, Queue<String> failed) {
    int address = 0;
    while (!over.get()) {
      LockSupport.parkNanos(BETWEEN_REQUESTS.toNanos());
      int batch = BATCHES.incrementAndGet();
      if (!RUNS.ask(cluster.node(address), batch)) {
        address = (address + 1) % 3;
        if (!RUNS.ask(cluster.node(address), batch)) {
          failed.add("batch " + batch + " at node " + address);
          accept(batch);
        }
      }
    }
  }

  private static void verify() throws Exception {
    RUNS.awaitEnds(() -> cluster.alive().getFirst(), LONGEST);
    try (Connection target = cluster.target();
        Connection journal = cluster.journal()) {
      RUNS.verifyTarget(target);
      RUNS.verifyJournal(journal);
    }
    RUNS.verifyTopic(cluster.kafka());
    assertThat(Files.isDirectory(root.resolve("shared/work"))).as("one work location").isTrue();
  }
}
