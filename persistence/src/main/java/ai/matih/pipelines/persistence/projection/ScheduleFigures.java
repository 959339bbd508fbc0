package ai.matih.pipelines.persistence.projection;

import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.schedule.Skip;
import java.sql.Connection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what schedules do, for the metrics of the node that projects: how late due times were
 * journaled, how many did not run and why, how many runs missed their SLA. Counted since the start
 * of the node; a batch that is projected twice counts twice. Read from any thread.
 */
public final class ScheduleFigures implements Projection {
  /** Upper bounds of the buckets of the due-time error, in seconds. */
  public static final double[] BOUNDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600};

  private final AtomicLong[] errors = new AtomicLong[BOUNDS.length + 1];
  private final AtomicLong errorMillis = new AtomicLong();
  private final AtomicLong slaMissed = new AtomicLong();
  private final Map<Skip.Reason, AtomicLong> skipped = new EnumMap<>(Skip.Reason.class);

  public ScheduleFigures() {
    for (int one = 0; one < errors.length; one++) {
      errors[one] = new AtomicLong();
    }
    for (Skip.Reason why : Skip.Reason.values()) {
      skipped.put(why, new AtomicLong());
    }
  }

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) {
    for (var entry : batch) {
      switch (entry.eventName()) {
        case "interval-due" -> due(entry);
        case "intervals-skipped" -> {
          if (entry.event() instanceof PipelineEvent.IntervalsSkipped(var skip)) {
            skipped.get(skip.why()).addAndGet(skip.count());
          }
        }
        case "sla-missed" -> slaMissed.incrementAndGet();
        default -> {}
      }
    }
  }

  private void due(JournalEntry entry) {
    if (entry.event() instanceof PipelineEvent.IntervalDue(var interval)) {
      long late =
          Math.max(0, Duration.between(interval.dueAt(), entry.head().occurredAt()).toMillis());
      int bucket = 0;
      while (bucket < BOUNDS.length && late > BOUNDS[bucket] * 1_000) {
        bucket++;
      }
      errors[bucket].incrementAndGet();
      errorMillis.addAndGet(late);
    }
  }

  /** Due times by how late they were journaled: one figure for each bound, and one for later. */
  public long[] dueTimeErrors() {
    long[] counts = new long[errors.length];
    for (int one = 0; one < counts.length; one++) {
      counts[one] = errors[one].get();
    }
    return counts;
  }

  /** The sum of all due-time errors. */
  public double dueTimeErrorSeconds() {
    return errorMillis.get() / 1_000.0;
  }

  /** Due times that did not run, by reason. */
  public Map<Skip.Reason, AtomicLong> skipped() {
    return Map.copyOf(skipped);
  }

  /** Runs that missed their SLA. */
  public long slaMissed() {
    return slaMissed.get();
  }
}
