package ai.matih.pipelines.http.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backfill, as the API shows it.
 *
 * @param intervals of a dry run only
 */
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
    String startedBy,
    Instant startedAt,
    int total,
    int succeeded,
    int failedCount,
    int runningCount,
    int remaining,
    List<RunOfInterval> running,
    List<RunOfInterval> failed,
    Optional<List<Span>> intervals) {

  /** The run of one interval. */
  public record RunOfInterval(Instant start, String executionId, String status) {}

  /** From {@code start} on, {@code end} excluded. */
  public record Span(Instant start, Instant end) {}
}
