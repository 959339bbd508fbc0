package ai.matih.pipelines.schedule;

import java.time.Instant;
import java.util.List;

/**
 * The index of entities that owe something at a time (design 3.8): one row per entity, written by a
 * projection of the journal, read by the {@link WakeUpClock}. Blocking.
 */
public interface WakeUps {

  /**
   * One row.
   *
   * @param persistenceId whose, e.g. {@code execution|exec-...}
   * @param token sequence number of the event that set it
   * @param due when, by database time
   */
  record Due(String persistenceId, long token, Instant due) {}

  /** A token of no event: look what you owe, whatever the time is. */
  long RECALL = -1;

  /**
   * Up to {@code most} rows that are due, earliest first. Each is handed out again with a growing
   * wait (1 s to 1 min) until an event replaces or removes it; two clocks never get the same row at
   * once.
   */
  List<Due> takeDue(int most);

  /** Every row of the given kind ({@code execution}, {@code pipeline}), due or not. */
  List<Due> all(String kind);

  /** Rows of the given kind that are due by now, whatever they wait for. */
  List<Due> overdue(String kind);
}
