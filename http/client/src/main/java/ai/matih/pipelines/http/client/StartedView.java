package ai.matih.pipelines.http.client;

import java.time.Instant;

/** A run that was accepted. */
public record StartedView(
    String executionId,
    String pipelineId,
    int revision,
    String status,
    String engine,
    long estimatedDurationMs,
    Instant submittedAt) {}
