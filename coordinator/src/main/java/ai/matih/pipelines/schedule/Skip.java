package ai.matih.pipelines.schedule;

import java.time.Instant;

/**
 * Due times that do not run.
 *
 * @param first the first nominal time
 * @param last the last one, {@code first} if it is one only
 * @param count how many; {@value #MANY} means that many or more
 * @param detail a sentence
 */
public record Skip(
    int generation, Instant first, Instant last, int count, Reason why, String detail) {
  public static final int MANY = 1_000;

  /** Why due times do not run. */
  public enum Reason {
    /** The overlap policy: earlier runs have not ended. */
    OVERLAP,
    /** A later due time came before it could start, and the overlap policy prefers that one. */
    OVERTAKEN,
    /** Nobody was there when they were due, and the catch-up window is over. */
    MISSED,
    /** The pipeline was paused. */
    PAUSED,
    /** The pipeline was archived, or its schedule was taken away. */
    REMOVED,
    /** Something that the run needs is not there. */
    BLOCKED,
    /** The budget does not allow it. */
    BUDGET
  }

  /** One due time. */
  public static Skip of(Interval interval, Reason why, String detail) {
    return new Skip(interval.generation(), interval.nominal(), interval.nominal(), 1, why, detail);
  }

  /** Whether {@code interval} is among them. */
  public boolean covers(Interval interval) {
    return interval.generation() == generation
        && !interval.nominal().isBefore(first)
        && !interval.nominal().isAfter(last);
  }
}
