package ai.matih.pipelines.pipeline;

import java.time.Instant;

/** What a succeeded run moved and how long it took: what estimates of later runs rest on. */
public record RunFigures(
    int revision, long rows, long bytes, long durationMillis, Instant endedAt) {}
