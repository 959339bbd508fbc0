package ai.matih.pipelines.node;

import ai.matih.pipelines.cluster.DrainedNodes;
import ai.matih.pipelines.cluster.SparingAllocation;
import ai.matih.pipelines.persistence.operations.DrainedNodeRows;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears which nodes are drained, twice a second, and tells the parts of this node. */
final class Draining {
  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
  private static final long EVERY_MILLIS = 500;

  private Draining() {}

  static void follow(
      ActorSystem<?> system, DrainedNodeRows rows, Leaving leaving, Teardown teardown) {
    String self = SparingAllocation.node(Cluster.get(system).selfMember().address());
    Runnable look =
        () -> {
          try {
            Set<String> drained = rows.all();
            DrainedNodes.of(system).are(drained);
            leaving.drained(drained.contains(self));
          } catch (ReadModelUnavailable e) {
            LOG.debug("which nodes are drained is not known just now", e);
          }
        };
    look.run();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drained-nodes").factory());
    timer.scheduleWithFixedDelay(look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    teardown.add("drained nodes", timer::shutdownNow);
  }
}
