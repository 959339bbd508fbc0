package ai.matih.pipelines.http.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A run in a list. */
public record ExecutionRow(
    String executionId,
    String pipelineId,
    String pipelineName,
    int revision,
    String status,
    String engine,
    long rowsProcessed,
    long bytesProcessed,
    BigDecimal cost,
    String currency,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {}
