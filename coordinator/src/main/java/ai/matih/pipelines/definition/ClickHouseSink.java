package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Tables of a ClickHouse database.
 *
 * @param orderBy the sorting key of a table that is created
 */
public record ClickHouseSink(
    Optional<String> connection,
    List<String> orderBy,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public ClickHouseSink {
    orderBy = Immutable.list(orderBy);
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
