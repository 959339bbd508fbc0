package ai.matih.pipelines.gateway.contract;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Report;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps what an adapter reports, and waits for it. */
public final class Heard implements Reports {
  private static final long HANG_GUARD_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** One report as it came. */
  public record Said(Watch watch, Report report) {}

  private final List<Said> all = new ArrayList<>();

  @Override
  public synchronized void report(Watch watch, Report report) {
    all.add(new Said(watch, report));
    notifyAll();
  }

  /** All that was said of the attempt so far, in order. */
  public synchronized List<Report> of(AttemptId attempt) {
    return all.stream()
        .filter(said -> said.watch().attempt().equals(attempt))
        .map(Said::report)
        .toList();
  }

  /** Waits for the first observation that answers this watch or a newer one and fits. */
  public Observation await(Watch watch, Predicate<Observation> fits) {
    return awaitSaid(watch, fits);
  }

  /** Waits for any observation that answers this watch. */
  public Observation await(Watch watch) {
    return awaitSaid(watch, any -> true);
  }

  private synchronized Observation awaitSaid(Watch watch, Predicate<Observation> fits) {
    long until = System.nanoTime() + HANG_GUARD_NANOS;
    while (true) {
      Optional<Observation> found =
          all.stream()
              .filter(said -> said.watch().attempt().equals(watch.attempt()))
              .filter(said -> said.watch().number() >= watch.number())
              .map(Said::report)
              .filter(Observation.class::isInstance)
              .map(Observation.class::cast)
              .filter(fits)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      waitUntil(until, watch);
    }
  }

  private void waitUntil(long until, Watch watch) {
    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (left <= 0) {
      throw new AssertionError("nothing that fits was said of " + watch + ", only " + all);
    }
    try {
      wait(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits until {@code condition} holds; looks every millisecond. */
  public static void until(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + HANG_GUARD_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("never came true: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
