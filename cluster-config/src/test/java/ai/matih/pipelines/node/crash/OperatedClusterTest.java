package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to one of three real nodes with runs under way. */
@Tag("kill")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OperatedClusterTest {
  private static final int RUNS = 12;
  private static final Duration LONGEST = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path root;

  @Test
  void aNodeIsDrainedAndTakenBackAnotherLeavesAndADeadOneIsDeclaredSo() throws Exception {
    AcceptedRuns runs = new AcceptedRuns(20);
    runs.writeSource(root.resolve("data"));
    try (ClusterUnderTest cluster = ClusterUnderTest.start(root)) {
      NodeProcess first = cluster.node(0);
      runs.define(first, root.resolve("data"), cluster.targetConnection());
      String second = name(cluster, 1);
      String third = name(cluster, 2);

      // a shard has an owner when something of it was asked for
      for (int batch = 0; batch < RUNS; batch++) {
        runs.ask(first, batch);
      }
      until(first, second, member -> owned(member) > 0);
      operate(first, second, "drain");
      until(first, second, member -> member.path("drained").asBoolean() && owned(member) == 0);
      for (int batch = RUNS; batch < 2 * RUNS; batch++) {
        runs.ask(first, batch);
      }
      runs.awaitEnds(() -> first, LONGEST);
      JsonNode drained = member(first, second);
      assertThat(owned(drained)).as("it got nothing").isZero();
      assertThat(drained.path("status").asText()).isEqualTo("Up");
      assertThat(cluster.node(1).alive()).isTrue();

      operate(first, second, "undrain");
      until(first, second, member -> !member.path("drained").asBoolean() && owned(member) > 0);

      operate(first, third, "leave");
      assertThat(cluster.node(2).awaitEnd(LONGEST)).isNotNegative();
      until(first, third, JsonNode::isMissingNode);
      cluster.startNodes(2);
      until(first, third, member -> member.path("status").asText().equals("Up"));

      cluster.node(2).kill();
      until(
          first, third, member -> member.isMissingNode() || !member.path("reachable").asBoolean());
      // the others may have been faster: it is gone, whoever said so
      first.call("POST", "/v1/cluster/members/" + third + "/down", Optional.empty(), "", "");
      until(first, third, JsonNode::isMissingNode);
      runs.verifyTarget(cluster.target());
      runs.verifyJournal(cluster.journal());
    }
  }

  private static String name(ClusterUnderTest cluster, int node) {
    return ClusterUnderTest.address(node) + ":" + cluster.seedPort(node);
  }

  private static void operate(NodeProcess by, String node, String action) {
    by.must("POST", "/v1/cluster/members/" + node + "/" + action, "", "");
  }

  private static JsonNode member(NodeProcess by, String node) {
    for (JsonNode one : by.must("GET", "/v1/cluster", "", "").path("members")) {
      if (one.path("node").asText().equals(node)) {
        return one;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  private static int owned(JsonNode member) {
    int shards = 0;
    for (JsonNode count : member.path("shards")) {
      shards += count.asInt();
    }
    return shards;
  }

  private static void until(NodeProcess by, String node, Predicate<JsonNode> as) {
    Instant end = Instant.now().plus(LONGEST);
    JsonNode last = member(by, node);
    while (!as.test(last)) {
      assertThat(Instant.now()).as("still %s", last).isBefore(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      last = member(by, node);
    }
  }
}
