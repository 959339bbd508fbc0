package ai.matih.pipelines.execution;

import java.time.Duration;

/**
 * What a run has moved.
 *
 * @param rowsRead from sources outside the run
 * @param rowsWritten by its loads
 * @param elapsed from its start to its end; zero while it has not ended
 */
public record Metrics(
    long rowsRead,
    long bytesRead,
    long rowsWritten,
    long bytesWritten,
    long cpuMillis,
    Duration elapsed) {}
