package ai.matih.pipelines.connectors;

import ai.matih.pipelines.engine.DatasetVersion;

/**
 * What an extract did.
 *
 * @param bytesRead as the source counts: file bytes, or bytes of values that came over the wire
 * @param source the dataset that was read, outside the run
 */
public record Extracted(long rows, long bytesRead, DatasetVersion source) {}
