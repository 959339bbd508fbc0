package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.operations.ClusterMembers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom a node asks for the way into the cluster, and how others learn that there is one. The first
 * seed may found a cluster only if the database knows of no other node that is a member: a seed
 * that answers late, because its machine pauses or the network is cut, would else be left with a
 * second cluster beside its own, and every entity would have two owners. One thread of its own.
 */
final class WayIn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WayIn.class);
  private static final long EVERY_MILLIS = 1_000;

  /** A member that has not said so for this long is none. */
  static final Duration RECENTLY = Duration.ofSeconds(10);

  private static final Duration LONG_AGO = Duration.ofDays(1);

  private final ClusterMembers members;
  private final String address;
  private final List<String> seeds;
  private final BooleanSupplier member;
  private final Consumer<List<String>> join;
  private final Thread thread;
  private volatile boolean closed;
  private List<String> asked = List.of();
  private boolean told;

  /**
   * Begins to ask, and to tell.
   *
   * @param address {@code host:port} of this node
   * @param seeds as configured; empty if another way in is used
   * @param member whether this node is a member of the cluster
   * @param join asks these nodes, and no longer those before; founds a cluster if the first one is
   *     this node and no other answers
   */
  static WayIn open(
      ClusterMembers members,
      String address,
      List<String> seeds,
      BooleanSupplier member,
      Consumer<List<String>> join) {
    return new WayIn(members, address, seeds, member, join);
  }

  private WayIn(
      ClusterMembers members,
      String address,
      List<String> seeds,
      BooleanSupplier member,
      Consumer<List<String>> join) {
    this.members = members;
    this.address = address;
    this.seeds = seeds;
    this.member = member;
    this.join = join;
    this.thread = Thread.ofVirtual().name("way-in").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        if (member.getAsBoolean()) {
          members.seen(address);
          if (!told) {
            members.forget(LONG_AGO);
            told = true;
          }
        } else if (!seeds.isEmpty()) {
          ask(order(seeds, address, members.others(address, RECENTLY)));
        }
      } catch (SQLException e) {
        // nobody is asked meanwhile: who does not know must not found a cluster
        LOG.warn("who is in the cluster cannot be read or told: {}", e.getMessage());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void ask(List<String> nodes) {
    if (!nodes.equals(asked)) {
      asked = nodes;
      join.accept(nodes);
    }
  }

  /**
   * Whom {@code self} asks: the seeds as they are if nobody is known to be a member; else the
   * members before the seeds, and itself last, so that it founds nothing.
   */
  static List<String> order(List<String> seeds, String self, List<String> members) {
    if (members.isEmpty()) {
      return seeds;
    }
    return Stream.of(members.stream(), seeds.stream())
        .flatMap(each -> each)
        .filter(one -> !one.equals(self))
        .distinct()
        .toList();
  }

  /** It is a member no more. */
  @Override
  public void close() throws SQLException {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    members.gone(address);
  }
}
