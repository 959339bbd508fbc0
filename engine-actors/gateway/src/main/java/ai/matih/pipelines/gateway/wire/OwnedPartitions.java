package ai.matih.pipelines.gateway.wire;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which partitions of a topic this node reads. They are dealt out in a fixed number of slots:
 * partition {@code p} belongs to slot {@code p mod slots}, so that a topic with more or fewer
 * partitions than expected is still read as a whole. Who holds a slot is decided elsewhere. Safe
 * for use from any thread.
 */
public final class OwnedPartitions {
  private final int slots;
  private final BitSet held = new BitSet();
  private final Map<Integer, CompletableFuture<Void>> leaving = new HashMap<>();
  private volatile long version;
  private volatile long reading;

  private OwnedPartitions(int slots) {
    this.slots = slots;
  }

  /** None at first, of {@code slots} that can be taken. */
  public static OwnedPartitions ofSlots(int slots) {
    return new OwnedPartitions(slots);
  }

  /** All of them for good: for a node that is alone. */
  public static OwnedPartitions all() {
    OwnedPartitions all = new OwnedPartitions(1);
    all.take(0);
    return all;
  }

  /** This node reads the slot's partitions from now on. */
  public synchronized void take(int slot) {
    held.set(slot);
    version++;
    settle(slot);
  }

  /**
   * This node reads them no longer. The stage completes when the stream has taken note, has waited
   * a moment for the records under way, and commits nothing more of them.
   */
  public synchronized CompletionStage<Void> giveBack(int slot) {
    if (!held.get(slot)) {
      return CompletableFuture.completedFuture(null);
    }
    held.clear(slot);
    version++;
    return leaving.computeIfAbsent(slot, key -> new CompletableFuture<>());
  }

  /**
   * The topic is another than before: whoever reads it goes on from the committed offsets, since
   * where it was means nothing now.
   */
  public synchronized void reread() {
    reading++;
  }

  /** Moves with every {@link #reread}. */
  long reading() {
    return reading;
  }

  /** Moves with every change of what is owned. */
  long version() {
    return version;
  }

  synchronized boolean owns(int partition) {
    return held.get(partition % slots);
  }

  /** The stream is done with all that was given back up to {@code seen}. */
  synchronized void settled(long seen) {
    if (seen == version) {
      leaving.values().forEach(done -> done.complete(null));
      leaving.clear();
    }
  }

  private void settle(int slot) {
    CompletableFuture<Void> done = leaving.remove(slot);
    if (done != null) {
      done.complete(null);
    }
  }
}
