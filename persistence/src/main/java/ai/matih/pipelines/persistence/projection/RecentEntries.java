package ai.matih.pipelines.persistence.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a tailer has projected of late, for other readers on its node: one that follows closely
 * neither selects nor parses the same entries again. Only a supply: a reader that is further behind
 * than what is kept, or whose tailer is silent, reads the journal itself. Thread-safe.
 */
public final class RecentEntries {

  private static final int MOST = 8_000;
  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private record Kept(Batch batch, long at) {}

  private final ArrayDeque<Kept> batches = new ArrayDeque<>();
  private int entries;
  private long reached = -1;
  private long heardAt;

  /** Never holds anything: its readers read the journal. */
  public static RecentEntries none() {
    return new RecentEntries();
  }

  /**
   * All entries of the journal between two places.
   *
   * @param from the place before the first of them
   * @param to the place that a reader of them has reached
   */
  record Batch(long from, long to, List<JournalEntry> entries) {}

  /** The tailer has come from {@code from} to {@code to}, and is alive if both are the same. */
  synchronized void add(Batch batch) {
    heardAt = System.nanoTime();
    if (batch.from() != reached) {
      forget();
    }
    reached = batch.to();
    if (!batch.entries().isEmpty()) {
      batches.add(new Kept(batch, heardAt));
      entries += batch.entries().size();
    }
    while (!batches.isEmpty()
        && (entries > MOST || heardAt - batches.getFirst().at() > KEPT.toNanos())) {
      entries -= batches.removeFirst().batch().entries().size();
    }
  }

  /** The tailer has stopped: readers are on their own. */
  synchronized void forget() {
    batches.clear();
    entries = 0;
    reached = -1;
  }

  /** Everything after {@code position}, which may be nothing; empty if that is not known here. */
  synchronized Optional<Batch> after(long position) {
    if (reached < 0 || System.nanoTime() - heardAt > SILENCE.toNanos() || position > reached) {
      return Optional.empty();
    }
    if (position == reached) {
      return Optional.of(new Batch(position, position, List.of()));
    }
    if (batches.isEmpty() || batches.getFirst().batch().from() > position) {
      return Optional.empty();
    }
    var found = new ArrayList<JournalEntry>();
    for (var kept : batches) {
      if (kept.batch().from() >= position) {
        found.addAll(kept.batch().entries());
      } else if (kept.batch().to() > position) {
        kept.batch().entries().stream()
            .filter(entry -> entry.ordering() > position)
            .forEach(found::add);
      }
    }
    return Optional.of(new Batch(position, reached, List.copyOf(found)));
  }
}
