package ai.matih.pipelines.http.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pipeline with its live revision.
 *
 * @param hash SHA-256 of the live definition's canonical form
 * @param engine that runs it
 * @param running runs that have not ended; in a read of one pipeline
 * @param schedule there if it has one; in a read of one pipeline
 * @param triggers those that the node drives; in a read of one pipeline
 * @param spending what its runs cost this month; in a read of one pipeline
 * @param definition the live sections; in a read of one pipeline
 * @param blockers what is missing before it can run
 */
public record PipelineView(
    String pipelineId,
    String name,
    String version,
    Optional<String> description,
    List<String> tags,
    String status,
    Optional<String> statusMeaning,
    int revision,
    Optional<String> hash,
    String engine,
    Instant createdAt,
    Instant updatedAt,
    OptionalInt running,
    Optional<Schedule> schedule,
    List<Trigger> triggers,
    Optional<Spending> spending,
    Optional<Map<String, Object>> definition,
    List<BlockerView> blockers,
    List<String> warnings) {

  /**
   * A schedule and how far it has been driven.
   *
   * @param driven whether due times start runs
   * @param next the next due times
   * @param lateMs how long the oldest due time that has not started is overdue
   * @param waiting due times that wait for their turn, the oldest of {@code waitingCount}
   * @param skipped the last due times that did not run, newest first
   */
  public record Schedule(
      String cron,
      String timezone,
      String overlap,
      int generation,
      boolean driven,
      List<Instant> next,
      long lateMs,
      int waitingCount,
      List<Instant> waiting,
      Optional<Instant> lastRun,
      List<Skipped> skipped) {
    public Schedule {
      next = next == null ? List.of() : List.copyOf(next);
      waiting = waiting == null ? List.of() : List.copyOf(waiting);
      skipped = skipped == null ? List.of() : List.copyOf(skipped);
    }
  }

  /** Due times that did not run, and why. */
  public record Skipped(
      Instant first, Instant last, int count, String status, String reason, String detail) {}

  /**
   * A trigger and what it has seen.
   *
   * @param arrived datasets that are new since the last run
   * @param missed the last things that it found and that do not run, newest first
   */
  public record Trigger(
      String name,
      String type,
      List<String> watches,
      boolean driven,
      Optional<String> pollInterval,
      Optional<Instant> pausedAt,
      Optional<Instant> nextLook,
      Optional<Instant> lastFired,
      Optional<Wrong> lastError,
      int waitingCount,
      List<String> arrived,
      List<Missed> missed) {
    public Trigger {
      watches = watches == null ? List.of() : List.copyOf(watches);
      arrived = arrived == null ? List.of() : List.copyOf(arrived);
      missed = missed == null ? List.of() : List.copyOf(missed);
    }
  }

  /** Why a look failed, and when. */
  public record Wrong(String message, Instant at) {}

  /** Something that a trigger found and that does not run, and why. */
  public record Missed(String key, Instant at, String reason, String detail) {}

  /** What runs submitted in the month are expected to cost, until they end, and did cost. */
  public record Spending(String month, BigDecimal reserved, BigDecimal settled, String currency) {}

  public PipelineView {
    triggers = triggers == null ? List.of() : List.copyOf(triggers);
    tags = tags == null ? List.of() : List.copyOf(tags);
    blockers = blockers == null ? List.of() : List.copyOf(blockers);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}
