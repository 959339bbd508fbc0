package ai.matih.pipelines.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Partitions that keep their order. Each is read by the node that owns it, from the offset that was
 * committed last; one that was taken for dead reads on. Until healed a broker that is killed loses
 * what it had not flushed, or everything.
 */
final class Broker {
  private static final int PARTITIONS = 2;

  private static final class Partition {
    private final String key;
    private final List<Consumer<Node>> records = new ArrayList<>();
    private final Map<Node, Integer> positions = new HashMap<>();
    private int committed;

    private Partition(String key) {
      this.key = key;
    }

    /** An offset beyond the end begins anew, as {@code auto.offset.reset=earliest} says. */
    private int position(Node node) {
      int position = positions.getOrDefault(node, committed);
      return position > records.size() ? 0 : position;
    }

    private void cutTo(int size) {
      while (records.size() > size) {
        records.removeLast();
      }
    }
  }

  private final Random random;
  private final Cluster cluster;
  private final List<Partition> partitions = new ArrayList<>();
  private boolean kind;

  Broker(Random random, Cluster cluster) {
    this.random = random;
    this.cluster = cluster;
    for (int i = 0; i < 2 * PARTITIONS; i++) {
      partitions.add(new Partition("partition " + i));
    }
  }

  void heal() {
    kind = true;
  }

  /** What the gateways are asked; {@code key} decides order. */
  void ask(String key, Consumer<Node> handling) {
    add(Math.floorMod(key.hashCode(), PARTITIONS), handling);
  }

  /** What the engines did. */
  void tell(String key, Consumer<Node> handling) {
    add(PARTITIONS + Math.floorMod(key.hashCode(), PARTITIONS), handling);
  }

  private void add(int partition, Consumer<Node> handling) {
    if (kind || random.nextInt(40) != 0) {
      partitions.get(partition).records.add(handling);
    }
  }

  boolean idle() {
    return partitions.stream()
        .allMatch(
            partition ->
                cluster
                    .owner(partition.key)
                    .filter(owner -> partition.position(owner) == partition.records.size())
                    .isPresent());
  }

  void forget(Node node) {
    partitions.stream()
        .filter(partition -> !node.shards.contains(Cluster.shard(partition.key)))
        .forEach(partition -> partition.positions.remove(node));
  }

  /** One reader reads one record. */
  void poll() {
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    List<Node> readers = cluster.believers(partition.key);
    if (readers.isEmpty()) {
      return;
    }
    Node reader = readers.get(random.nextInt(readers.size()));
    int position = partition.position(reader);
    partition.positions.put(reader, position);
    if (position >= partition.records.size()) {
      return;
    }
    partition.records.get(position).accept(reader);
    if (reader.is(Node.Life.UP)) {
      partition.positions.put(reader, position + 1);
      if (kind || random.nextInt(3) == 0) {
        partition.committed = position + 1;
      }
    }
  }

  /** It was killed: what it had not flushed is lost, and seldom everything is. */
  void crash() {
    boolean empty = random.nextInt(4) == 0;
    for (Partition partition : partitions) {
      if (empty) {
        partition.cutTo(0);
        partition.committed = 0;
      } else {
        partition.cutTo(
            partition.records.size() - random.nextInt(partition.records.size() / 2 + 1));
      }
    }
  }
}
