package ai.matih.pipelines.persistence.projection.publicevents;

import ai.matih.pipelines.identity.TenantId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One public event, schema {@code job-event/1}: fields may be added, none is taken away.
 *
 * @param eventId the same however often it is sent; {@code <entity>/<place in its journal>}
 * @param type {@code pipeline.created}, {@code .updated}, {@code .rolled_back}, {@code .activated},
 *     {@code .paused}, {@code .resumed}, {@code .archived}, {@code .deleted}, and {@code
 *     execution.<status>} with the status of the API in lower case
 * @param actor who did it; {@code system} or {@code engine} if nobody asked
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PublicEvent(
    String schema,
    String eventId,
    String type,
    TenantId tenantId,
    Instant occurredAt,
    String actor,
    Optional<String> correlationId,
    String pipelineId,
    Optional<String> pipelineName,
    Optional<Integer> revision,
    Optional<Run> execution,
    Optional<String> backfillId,
    Optional<Skipped> skipped) {

  /** The schema of this release. */
  public static final String SCHEMA = "job-event/1";

  /** The same under another id, as the second event of one entry of the journal. */
  PublicEvent named(String suffix) {
    return new PublicEvent(
        schema,
        eventId + "/" + suffix,
        type,
        tenantId,
        occurredAt,
        actor,
        correlationId,
        pipelineId,
        pipelineName,
        revision,
        execution,
        backfillId,
        skipped);
  }

  /** The same, of a backfill. */
  PublicEvent of(String backfill) {
    return with(Optional.of(backfill), skipped);
  }

  /** The same, of due times that do not run. */
  PublicEvent with(Skipped those) {
    return with(backfillId, Optional.of(those));
  }

  private PublicEvent with(Optional<String> backfill, Optional<Skipped> those) {
    return new PublicEvent(
        schema,
        eventId,
        type,
        tenantId,
        occurredAt,
        actor,
        correlationId,
        pipelineId,
        pipelineName,
        revision,
        execution,
        backfill,
        those);
  }

  /** Due times that do not run; {@code count} 1000 means that many or more. */
  public record Skipped(
      Instant first, Instant last, int count, String status, String reason, String detail) {}

  /**
   * The run that the event is about.
   *
   * @param rootExecutionId the first run of its chain of retries
   * @param failure of a run that ended badly
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Run(
      String executionId,
      String rootExecutionId,
      String status,
      String previousStatus,
      String engine,
      String startedBy,
      Instant submittedAt,
      Optional<Instant> endedAt,
      long rowsRead,
      long rowsWritten,
      Optional<BigDecimal> cost,
      String currency,
      Optional<Double> qualityScore,
      Optional<Why> failure) {}

  /** Why a run ended badly; {@code kind} is its failure class. */
  public record Why(String kind, String code, String message) {}
}
