package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backfill and how far it has come.
 *
 * @param status {@code DRY_RUN} if it was only asked for what it would be
 * @param total how many intervals it has
 * @param remaining intervals that have not become a run
 * @param running those that run now, oldest interval first
 * @param failed the first ones whose last run did not succeed
 * @param intervals the first ones, in the order in which they run; of a dry run only
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BackfillView(
    String backfillId,
    String pipelineId,
    String status,
    Optional<String> reason,
    Instant from,
    Instant to,
    String every,
    String timezone,
    boolean reverse,
    int parallelism,
    Map<String, Object> parameters,
    String startedBy,
    Instant startedAt,
    Instant changedAt,
    int total,
    int succeeded,
    int failedCount,
    int runningCount,
    int remaining,
    List<RunView> running,
    List<RunView> failed,
    Optional<List<DataInterval>> intervals) {
  private static final int SHOWN = 100;

  /** The run of one interval. */
  public record RunView(Instant start, String executionId, String status) {}

  /** As it stands. */
  public static BackfillView of(Backfill backfill) {
    return of(backfill, backfill.status().name(), Optional.empty());
  }

  /** What it would be. */
  public static BackfillView planned(Backfill backfill) {
    return of(backfill, "DRY_RUN", Optional.of(backfill.request().intervals(SHOWN)));
  }

  private static BackfillView of(
      Backfill backfill, String status, Optional<List<DataInterval>> intervals) {
    return new BackfillView(
        backfill.id().value(),
        backfill.id().pipeline().value(),
        status,
        backfill.reason(),
        backfill.request().from(),
        backfill.request().to(),
        backfill.request().every(),
        backfill.request().zone().getId(),
        backfill.request().reverse(),
        backfill.request().parallelism(),
        backfill.request().parameters(),
        backfill.startedBy(),
        backfill.startedAt(),
        backfill.changedAt(),
        backfill.total(),
        backfill.succeeded(),
        backfill.failed().size(),
        backfill.running().size(),
        backfill.total()
            - backfill.succeeded()
            - backfill.failed().size()
            - backfill.running().size(),
        backfill.running().entrySet().stream()
            .map(one -> new RunView(one.getKey(), one.getValue().value(), "RUNNING"))
            .sorted(Comparator.comparing(RunView::start))
            .toList(),
        backfill.failed().stream()
            .limit(SHOWN)
            .map(one -> new RunView(one.start(), one.execution().value(), one.status()))
            .toList(),
        intervals);
  }
}
