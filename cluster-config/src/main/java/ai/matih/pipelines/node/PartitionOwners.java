package ai.matih.pipelines.node;

import ai.matih.pipelines.cluster.SparingAllocation;
import ai.matih.pipelines.gateway.wire.OwnedPartitions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardedDaemonProcessSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;

/**
 * Deals a topic's partitions out to the nodes of a role: for each slot one small actor somewhere in
 * the cluster, and the node that has it reads the slot's partitions. Membership of the Pekko
 * cluster alone decides; Kafka's groups only keep the offsets.
 */
final class PartitionOwners {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
  private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(3);

  private sealed interface Message {}

  private record Stop() implements Message {}

  private record Settled() implements Message {}

  private final ActorSystem<?> system;
  private final ClusterSettings cluster;
  private final int slots;
  private final Map<String, OwnedPartitions> byTopic = new ConcurrentHashMap<>();

  /**
   * @param slots into how many parts the partitions of a topic are dealt; the same on every node
   */
  PartitionOwners(ActorSystem<?> system, ClusterSettings cluster, int slots) {
    this.system = system;
    this.cluster = cluster;
    this.slots = slots;
  }

  /** What this node reads of {@code topic}, from now on as the nodes of {@code role} share it. */
  OwnedPartitions of(String topic, String role) {
    return byTopic.computeIfAbsent(topic, name -> deal(name, role));
  }

  /** The topic has been made anew. */
  void reread(String topic) {
    OwnedPartitions owned = byTopic.get(topic);
    if (owned != null) {
      owned.reread();
    }
  }

  private OwnedPartitions deal(String topic, String role) {
    if (cluster.alone()) {
      return OwnedPartitions.all();
    }
    OwnedPartitions owned = OwnedPartitions.ofSlots(slots);
    ShardedDaemonProcess.get(system)
        .init(
            Message.class,
            "partitions-of-" + topic,
            slots,
            slot -> owner(owned, slot),
            ShardedDaemonProcessSettings.create(system)
                .withRole(role)
                .withKeepAliveInterval(KEEP_ALIVE),
            Optional.of(new Stop()),
            Optional.of(SparingAllocation.in(system)));
    return owned;
  }

  /** Stops only when the reading has stopped, so that a hand-over seldom reads records twice. */
  private static Behavior<Message> owner(OwnedPartitions owned, int slot) {
    return Behaviors.setup(
        context -> {
          owned.take(slot);
          return Behaviors.receive(Message.class)
              .onMessage(
                  Stop.class,
                  stop -> {
                    context.pipeToSelf(
                        owned
                            .giveBack(slot)
                            .toCompletableFuture()
                            .orTimeout(LONGEST_HAND_OVER.toMillis(), TimeUnit.MILLISECONDS),
                        (done, failure) -> new Settled());
                    return Behaviors.same();
                  })
              .onMessage(Settled.class, settled -> Behaviors.stopped())
              .onSignal(
                  PostStop.class,
                  signal -> {
                    owned.giveBack(slot);
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
