package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * A Kafka topic, which is the target.
 *
 * @param keyField the column whose value is the record key
 */
public record KafkaSink(
    Optional<String> connection,
    RecordFormat format,
    Optional<String> keyField,
    Optional<String> schemaRegistry,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public KafkaSink {
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
