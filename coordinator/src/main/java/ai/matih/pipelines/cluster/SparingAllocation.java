package ai.matih.pipelines.cluster;

import java.util.function.Predicate;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import scala.collection.immutable.HashSet;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Another strategy for the nodes that are not drained: those that are get no shard, and lose what
 * they have, some at a time. If all are drained, it is as if none were.
 */
public final class SparingAllocation implements ActorSystemDependentAllocationStrategy {
  private static final long serialVersionUID = 1;

  /** Shards that a drained node loses in one round. */
  private static final int AT_ONCE = 20;

  private final transient ShardAllocationStrategy usual;
  private final transient Predicate<String> drained;
  private transient volatile String self = "";

  SparingAllocation(ShardAllocationStrategy usual, Predicate<String> drained) {
    this.usual = usual;
    this.drained = drained;
  }

  /** With the drained nodes of {@code system}. */
  public static SparingAllocation in(org.apache.pekko.actor.typed.ActorSystem<?> system) {
    return new SparingAllocation(
        ClusterSharding.get(system)
            .defaultShardAllocationStrategy(ClusterShardingSettings.create(system)),
        DrainedNodes.of(system)::have);
  }

  /** How operators name the node at {@code address}. */
  public static String node(Address address) {
    return address.hostPort().replaceFirst(".*@", "");
  }

  @Override
  public void start(ActorSystem system) {
    self = node(Cluster.get(system).selfAddress());
    if (usual instanceof ActorSystemDependentAllocationStrategy dependent) {
      dependent.start(system);
    }
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> regions) {
    return usual.allocateShard(requester, shard, open(regions));
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> regions, Set<String> inProgress) {
    Map<ActorRef, IndexedSeq<String>> open = open(regions);
    java.util.Set<String> leaving = new java.util.LinkedHashSet<>();
    for (ActorRef region : CollectionConverters.asJava(regions.keySet())) {
      if (!open.contains(region)) {
        CollectionConverters.asJava(regions.apply(region)).stream()
            .filter(shard -> !inProgress.contains(shard))
            .limit(AT_ONCE - leaving.size())
            .forEach(leaving::add);
      }
    }
    if (!leaving.isEmpty()) {
      return Future.successful(HashSet.from(CollectionConverters.asScala(leaving)));
    }
    return usual.rebalance(open, inProgress);
  }

  private Map<ActorRef, IndexedSeq<String>> open(Map<ActorRef, IndexedSeq<String>> regions) {
    Map<ActorRef, IndexedSeq<String>> open = regions;
    for (ActorRef region : CollectionConverters.asJava(regions.keySet())) {
      if (drained.test(node(region))) {
        open = open.removed(region);
      }
    }
    return open.isEmpty() ? regions : open;
  }

  /** A region on the coordinator's own node has no host in its path. */
  private String node(ActorRef region) {
    Address address = region.path().address();
    return address.hasLocalScope() ? self : node(address);
  }
}
