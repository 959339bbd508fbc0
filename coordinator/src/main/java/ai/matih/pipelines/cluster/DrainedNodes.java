package ai.matih.pipelines.cluster;

import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * The nodes that operators have drained, as this node has heard: they stay members and get nothing.
 * One for each actor system; safe for use from any thread.
 */
public final class DrainedNodes implements Extension {
  private static final Id ID = new Id();

  private volatile Set<String> nodes = Set.of();

  private DrainedNodes() {}

  private static final class Id extends ExtensionId<DrainedNodes> {
    @Override
    public DrainedNodes createExtension(ActorSystem<?> system) {
      return new DrainedNodes();
    }
  }

  /** That of {@code system}. */
  public static DrainedNodes of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** From now on these are drained, each {@code host:port}. */
  public void are(Set<String> drained) {
    nodes = Set.copyOf(drained);
  }

  /** Whether a node is. */
  public boolean have(String node) {
    return nodes.contains(node);
  }
}
