package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.query.Position;
import ai.matih.pipelines.pipeline.PipelineStatus;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The read model. May lag behind a change by a moment; a read by id never does. */
public interface Lists {

  /** Newest first. */
  CompletionStage<Page<PipelineRow>> pipelines(
      TenantId tenant, PipelineFilter filter, int page, int size);

  /** Newest first. */
  CompletionStage<Page<ExecutionRow>> executions(
      TenantId tenant, ExecutionFilter filter, int page, int size);

  /** At most {@code count} behind {@code position}, newest first, however deep. */
  CompletionStage<List<PipelineRow>> pipelinesBehind(
      TenantId tenant, PipelineFilter filter, Position position, int count);

  /** At most {@code count} behind {@code position}, newest first, however deep. */
  CompletionStage<List<ExecutionRow>> executionsBehind(
      TenantId tenant, ExecutionFilter filter, Position position, int count);

  /** By name. */
  CompletionStage<Page<ConnectionRevision>> connections(TenantId tenant, int page, int size);

  /** What was to be told of runs, newest first; only those in {@code state} if one is given. */
  CompletionStage<List<NotificationRow>> notifications(
      TenantId tenant, Optional<String> state, int most);

  /** A message to a receiver; {@code status} is WAITING, SENT or PARKED. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record NotificationRow(
      String notificationId,
      String executionId,
      String channel,
      Optional<String> connection,
      Optional<String> target,
      String subject,
      String status,
      int tries,
      Optional<String> reason,
      Instant createdAt) {}

  /** One page of {@code total} elements. */
  record Page<T>(List<T> elements, long total) {
    public Page {
      elements = List.copyOf(elements);
    }
  }

  /** All of it must hold; empty sets do not filter. */
  record PipelineFilter(Set<String> tags, Set<PipelineStatus> statuses) {}

  /** All of it must hold; empty sets do not filter. */
  record ExecutionFilter(
      Optional<PipelineId> pipeline, Set<ExecutionStatus> statuses, Optional<Instant> since) {}

  /** A pipeline in a list. */
  record PipelineRow(
      PipelineId id,
      String name,
      String version,
      Optional<String> description,
      List<String> tags,
      PipelineStatus status,
      int revision,
      String engine,
      Instant createdAt,
      Instant updatedAt) {}

  /** A run in a list; figures are 0 until known. */
  record ExecutionRow(
      ExecutionId id,
      PipelineId pipeline,
      String pipelineName,
      int revision,
      ExecutionStatus status,
      String engine,
      long rows,
      long bytes,
      BigDecimal cost,
      String currency,
      Instant submittedAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {}
}
