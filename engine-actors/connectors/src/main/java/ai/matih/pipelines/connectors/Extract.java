package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.definition.Source;
import java.nio.file.Path;
import java.util.Map;

/**
 * One read to do.
 *
 * @param output the Parquet file to write
 * @param constants columns to add to every row: name to SQL literal, in order
 */
public record Extract(
    Source source,
    ResolvedConnection connection,
    Path output,
    Map<String, String> constants,
    WorkLimits limits,
    Progress progress,
    CancelToken cancel) {}
