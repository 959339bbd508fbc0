package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.port.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether this node is about to end, or drained until it is taken back. From the first moment on it
 * is not ready and takes no new work; what it has under way may end within a bound. Safe for use
 * from any thread.
 */
final class Leaving {
  /** The part of the node's health that says so. */
  static final String PART = "node";

  private static final long LOOK_EVERY_MILLIS = 20;

  private volatile boolean begun;
  private volatile boolean drained;

  /** Not ready from now on; returns after {@code grace}, when load balancers have seen it. */
  void begin(Duration grace) throws InterruptedException {
    begun = true;
    TimeUnit.NANOSECONDS.sleep(grace.toNanos());
  }

  /** An operator has drained this node, or taken it back. */
  void drained(boolean now) {
    drained = now;
  }

  /** Whether it takes no new work. */
  boolean begun() {
    return begun || drained;
  }

  /** Returns when {@code done}, or after {@code longest}. */
  static void await(BooleanSupplier done, Duration longest) throws InterruptedException {
    Instant end = Instant.now().plus(longest);
    while (!done.getAsBoolean() && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  Health.Part part() {
    return begun
        ? new Health.Part(false, Optional.of("this node is leaving; ask another"))
        : drained
            ? new Health.Part(
                false,
                Optional.of(
                    "this node is drained; ask another, or take it back with `matih cluster undrain`"))
            : new Health.Part(true, Optional.empty());
  }
}
