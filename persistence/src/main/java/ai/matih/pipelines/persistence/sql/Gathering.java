package ai.matih.pipelines.persistence.sql;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When whoever does work in batches takes the next one. A batch costs nearly the same for one item
 * as for many, so batches that were worth their while are begun at growing distances, up to a
 * bound, and find more; one who finds little is soon back to taking each item as it comes. For one
 * thread at a time.
 */
public final class Gathering {
  private static final long SHORTEST = TimeUnit.MICROSECONDS.toNanos(500);

  private final int worthwhile;
  private final long longest;
  private long distance;
  private long begun;

  /**
   * Begins without any wait.
   *
   * @param worthwhile items of a batch after which the next may wait for more
   * @param longest distance between the beginnings of two batches
   */
  public Gathering(int worthwhile, Duration longest) {
    this.worthwhile = worthwhile;
    this.longest = longest.toNanos();
  }

  /** The distance that the next batch keeps from the one before. */
  public Duration distance() {
    return Duration.ofNanos(distance);
  }

  /** Waits until the next batch is to be taken; returns at once where there is little to do. */
  public void await() throws InterruptedException {
    long left = distance == 0 ? 0 : distance - (System.nanoTime() - begun);
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  /** A batch of so many items was taken just now. */
  public void took(int items) {
    begun = System.nanoTime();
    if (items >= worthwhile) {
      distance = Math.min(longest, Math.max(SHORTEST, 2 * distance));
    } else {
      distance = distance / 2 < SHORTEST ? 0 : distance / 2;
    }
  }
}
