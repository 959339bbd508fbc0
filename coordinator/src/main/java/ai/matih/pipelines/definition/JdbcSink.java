package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/** Tables of a relational database; a target is {@code table} or {@code schema.table}. */
public record JdbcSink(
    Optional<String> connection,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public JdbcSink {
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
