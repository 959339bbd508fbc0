package ai.matih.pipelines.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks of rows of the wake-up index, each on a virtual thread for as long as it takes, some at a
 * time. What fails is asked for again by the index. Thread-safe.
 */
final class LooksUnderWay {
  private static final Logger LOG = LoggerFactory.getLogger(LooksUnderWay.class);
  private static final int AT_ONCE = 16;

  private final Executor blocking;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  LooksUnderWay(Executor blocking) {
    this.blocking = blocking;
  }

  /** What may block. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /** Carries {@code look} out, unless one of this row is under way. */
  void once(String row, Work look) {
    if (busy.add(row)) {
      boolean begun =
          begin(
              row,
              () -> {
                try {
                  places.acquire();
                  try {
                    look.run();
                  } finally {
                    places.release();
                  }
                } finally {
                  busy.remove(row);
                }
              });
      if (!begun) {
        busy.remove(row);
      }
    }
  }

  /** Carries {@code work} out; false if the node is being stopped. */
  boolean begin(String row, Work work) {
    try {
      blocking.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn("{} is looked at again: {}", row, e.toString());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
