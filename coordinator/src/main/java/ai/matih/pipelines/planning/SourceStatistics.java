package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.identity.TenantId;
import java.util.List;
import java.util.OptionalLong;

/**
 * What can be known of a source without reading it: file sizes, Parquet footers, table statistics.
 * The port that connectors implement and planning asks. Blocking; may take as long as one round
 * trip to the source.
 */
public interface SourceStatistics {

  /** The figures; never throws: what cannot be reached comes back as {@link Unknown}. */
  Answer of(TenantId tenant, Source source, ConnectionRevision connection);

  /** Known or not. */
  sealed interface Answer {}

  /**
   * Figures, empty where unknown.
   *
   * @param bytes as stored at the source
   * @param schema columns, empty if not known without reading
   */
  record Known(Estimate.Basis basis, OptionalLong rows, OptionalLong bytes, List<Column> schema)
      implements Answer {}

  /** The source did not tell, for a reason that a person reads. */
  record Unknown(String reason) implements Answer {}

  /** There is no connector for this source and connection type. */
  record NoConnector(String reason, String remedy) implements Answer {}
}
