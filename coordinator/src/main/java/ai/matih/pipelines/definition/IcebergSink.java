package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Iceberg tables. The last part of a target is the table, the rest its namespace.
 *
 * @param catalog absent: the node's own catalog
 * @param autoEvolve whether new columns are added to the table
 */
public record IcebergSink(
    Optional<String> connection,
    Optional<String> catalog,
    boolean autoEvolve,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public IcebergSink {
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
