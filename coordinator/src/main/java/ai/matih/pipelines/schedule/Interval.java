package ai.matih.pipelines.schedule;

import java.time.Instant;
import java.time.ZoneId;

/**
 * One due time of a schedule, and what a run of it covers.
 *
 * @param generation of the schedule: grows with every change of it, so that generation and nominal
 *     time name one run
 * @param nominal the time that the cron expression names
 * @param dueAt when it may start: {@code nominal} and its share of the jitter
 * @param data the time that the run covers, by the schedule of its generation
 * @param zone that schedule's, in which dates are told
 * @param catchUp older than the catch-up window: it waits its turn whatever the overlap policy
 */
public record Interval(
    int generation,
    Instant nominal,
    Instant dueAt,
    DataInterval data,
    ZoneId zone,
    boolean catchUp) {

  /** Whether this is the due time of that generation and nominal time. */
  public boolean is(int otherGeneration, Instant otherNominal) {
    return generation == otherGeneration && nominal.equals(otherNominal);
  }
}
