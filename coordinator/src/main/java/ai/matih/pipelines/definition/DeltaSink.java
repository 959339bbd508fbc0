package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Delta tables; a target is a table name or a path in the warehouse.
 *
 * @param autoEvolve whether new columns are added to the table
 */
public record DeltaSink(
    Optional<String> connection,
    boolean autoEvolve,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public DeltaSink {
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
