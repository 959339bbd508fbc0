package ai.matih.pipelines.connectors;

import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.planning.Estimate.Basis;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a source holds. Unknown figures are empty, never 0.
 *
 * @param bytes as they lie at the source (compressed files count compressed)
 * @param schema columns with DuckDB types, as an extract would write them
 */
public record SourceEstimate(
    OptionalLong rows, OptionalLong bytes, List<Column> schema, Basis basis) {

  public SourceEstimate {
    schema = List.copyOf(schema);
  }
}
