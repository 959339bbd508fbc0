package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("kill")
class ClusterTest {
  private static final int ROWS = 500;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  private final AcceptedRuns runs = new AcceptedRuns(ROWS);
  private ClusterUnderTest cluster;

  private void start() throws Exception {
    runs.writeSource(root.resolve("data"));
    cluster = ClusterUnderTest.start(root);
    runs.define(cluster.node(0), root.resolve("data"), cluster.targetConnection());
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void theRunsOfThreeNodesAreSharedByThem() throws Exception {
    start();
    for (int batch = 1; batch <= 30; batch++) {
      assertThat(runs.ask(cluster.node(batch % 3), batch)).isTrue();
    }
    runs.awaitEnds(() -> cluster.node(1), Duration.ofMinutes(2));
    runs.verifyTarget(cluster.target());
    runs.verifyJournal(cluster.journal());
  }

  @AfterEach
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }
}
