package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade under load: three nodes of an older release, which wrote another journal, are replaced
 * one by one by this one. What was accepted at any of them has ended once.
 */
@Tag("long")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class TwoReleasesTest {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int WITH_EACH_MIX = 30;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path root;

  private final AcceptedRuns runs = new AcceptedRuns(50);
  private final AtomicInteger batches = new AtomicInteger();

  @Test
  void nodesOfAnOlderReleaseAreReplacedOneByOneUnderLoad() throws Exception {
    runs.writeSource(root.resolve("data"));
    try (ClusterUnderTest cluster = ClusterUnderTest.start(root, OlderRelease.classPath())) {
      runs.define(cluster.node(0), root.resolve("data"), cluster.targetConnection());
      AtomicBoolean over = new AtomicBoolean();
      Thread client = Thread.ofPlatform().daemon().start(() -> askAllTheTime(cluster, over));
      await(WITH_EACH_MIX);
      for (int node = 0; node < ClusterUnderTest.NODES; node++) {
        cluster.upgrade(node);
        await(WITH_EACH_MIX);
      }
      over.set(true);
      client.join();
      runs.awaitEnds(() -> cluster.alive().getFirst(), LONGEST);
      try (Connection target = cluster.target();
          Connection journal = cluster.journal()) {
        runs.verifyTarget(target);
        runs.verifyJournal(journal);
      }
      runs.verifyTopic(cluster.kafka());
      assertThat(cluster.alive()).as("no node has ended over it").hasSize(3);
      System.out.printf("upgraded under load: %d runs accepted = ended%n", runs.count());
    }
  }

  /** So many more have been accepted. */
  private void await(int more) {
    int wanted = runs.count() + more;
    while (runs.count() < wanted) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void askAllTheTime(ClusterUnderTest cluster, AtomicBoolean over) {
    while (!over.get()) {
      int batch = batches.incrementAndGet();
      for (int tries = 0; !over.get(); tries++) {
        NodeProcess node = cluster.node((batch + tries) % ClusterUnderTest.NODES);
        if (node.alive() && runs.ask(node, batch)) {
          break;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
