package ai.matih.pipelines.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Three nodes, and which of them each entity and each partition lives on. The majority says so; a
 * node that was taken for dead is of another opinion until it notices, and some senders still
 * believe it.
 */
final class Cluster {
  private static final int SIZE = 3;
  private static final int SHARDS = 4;

  private final Random random;
  private final Consumer<Node> memoryLost;
  private final IntConsumer taken;
  private final boolean mixed;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Optional<Node>> owners = new ArrayList<>();
  private boolean kind;

  /**
   * @param mixed whether the nodes begin with the older of two releases
   * @param memoryLost the node has forgotten everything, or all of one shard
   * @param taken a shard has a new owner, who asks what of it is open
   */
  Cluster(Random random, boolean mixed, Consumer<Node> memoryLost, IntConsumer taken) {
    this.random = random;
    this.mixed = mixed;
    this.memoryLost = memoryLost;
    this.taken = taken;
    for (int i = 0; i < SIZE; i++) {
      nodes.add(new Node(i, skew(), mixed ? 1 : 2));
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      owners.add(Optional.empty());
      assign(shard, nodes.get(random.nextInt(SIZE)));
    }
  }

  static int shard(String key) {
    return Math.floorMod(key.hashCode() * 31, SHARDS);
  }

  /** The release that all members know. */
  int level() {
    return nodes.stream().filter(node -> !node.removed).mapToInt(Node::release).min().orElse(1);
  }

  /** Some node goes on without knowing that it is out. */
  boolean split() {
    return nodes.stream().anyMatch(node -> node.removed && !node.is(Node.Life.GONE));
  }

  List<Node> nodes() {
    return nodes;
  }

  Optional<Node> owner(String key) {
    return owners.get(shard(key));
  }

  /** Everyone who believes to own {@code key} and could act on it. */
  List<Node> believers(String key) {
    return with(node -> node.is(Node.Life.UP) && node.shards.contains(shard(key)));
  }

  /** Brings {@code work} to the node that {@code key} lives on, or is believed to. */
  void deliver(String key, Consumer<Node> work) {
    List<Node> former = with(node -> node.removed && node.shards.contains(shard(key)));
    if (!kind && !former.isEmpty() && random.nextInt(3) == 0) {
      Node one = former.get(random.nextInt(former.size()));
      one.run(() -> work.accept(one));
      return;
    }
    owner(key).ifPresent(owner -> owner.run(() -> work.accept(owner)));
  }

  /** One of the things that happen to clusters. */
  void trouble() {
    switch (random.nextInt(8)) {
      case 0 -> any(node -> !node.is(Node.Life.GONE)).ifPresent(this::end);
      case 1 -> any(node -> node.is(Node.Life.UP)).ifPresent(Node::standStill);
      case 2, 3 ->
          any(node -> !node.removed && !node.is(Node.Life.UP)).ifPresent(this::takeForDead);
      case 4 -> any(node -> node.is(Node.Life.STILL)).ifPresent(Node::goOn);
      case 5 -> any(node -> node.removed && node.is(Node.Life.UP)).ifPresent(this::end);
      case 6 -> any(node -> node.is(Node.Life.GONE)).ifPresent(this::start);
      default -> rebalance();
    }
  }

  /** Everybody is back, with the newer release. */
  void heal() {
    with(node -> node.is(Node.Life.STILL)).forEach(Node::goOn);
    with(node -> node.removed || node.release() < 2).forEach(this::end);
    kind = true;
    with(node -> node.is(Node.Life.GONE)).forEach(this::start);
    for (int shard = 0; shard < SHARDS; shard++) {
      if (owners.get(shard).isEmpty()) {
        give(shard, nodes.get(random.nextInt(SIZE)));
      } else {
        taken.accept(shard);
      }
    }
  }

  private void end(Node node) {
    node.end();
    memoryLost.accept(node);
  }

  /** A majority goes on without it; a minority knows that it is one, and ends. */
  private void takeForDead(Node node) {
    List<Node> left = with(other -> !other.removed && other.is(Node.Life.UP));
    long members = with(other -> !other.removed).size();
    if (left.size() * 2 <= members) {
      left.forEach(this::end);
      return;
    }
    node.removed = true;
    deal(node, left);
  }

  private void deal(Node lost, List<Node> left) {
    for (int shard = 0; shard < SHARDS; shard++) {
      if (owners.get(shard).filter(lost::equals).isPresent()) {
        if (left.isEmpty()) {
          owners.set(shard, Optional.empty());
        } else {
          give(shard, left.get(random.nextInt(left.size())));
        }
      }
    }
  }

  /** A process that comes back is a new member; the one that it was is over. */
  private void start(Node node) {
    int release = kind || random.nextBoolean() ? 2 : node.release();
    node.start(skew(), mixed ? release : 2);
    deal(node, with(other -> other != node && !other.removed && other.is(Node.Life.UP)));
    for (int shard = 0; shard < SHARDS; shard++) {
      if (owners.get(shard).isEmpty()) {
        give(shard, node);
      }
    }
  }

  /** A shard moves in order: its old owner lets go before the new one begins. */
  private void rebalance() {
    int shard = random.nextInt(SHARDS);
    Optional<Node> to = any(node -> !node.removed && node.is(Node.Life.UP));
    Optional<Node> from = owners.get(shard).filter(node -> node.is(Node.Life.UP));
    if (to.isPresent() && from.isPresent() && !to.equals(from)) {
      from.get().shards.remove(shard);
      memoryLost.accept(from.get());
      give(shard, to.get());
    }
  }

  private void give(int shard, Node node) {
    assign(shard, node);
    taken.accept(shard);
  }

  private void assign(int shard, Node node) {
    owners.set(shard, Optional.of(node));
    node.shards.add(shard);
  }

  private Duration skew() {
    return Duration.ofMillis(random.nextInt(6_000) - 3_000);
  }

  private Optional<Node> any(Predicate<Node> condition) {
    List<Node> found = with(condition);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(found.get(random.nextInt(found.size())));
  }

  private List<Node> with(Predicate<Node> condition) {
    return nodes.stream().filter(condition).toList();
  }
}
