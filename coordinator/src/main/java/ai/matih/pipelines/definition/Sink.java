package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** Where rows go. A sink holds one load, or several when it lists {@code tables}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JdbcSink.class, name = "jdbc"),
  @JsonSubTypes.Type(value = FileSink.class, name = "file"),
  @JsonSubTypes.Type(value = IcebergSink.class, name = "iceberg"),
  @JsonSubTypes.Type(value = DeltaSink.class, name = "delta"),
  @JsonSubTypes.Type(value = KafkaSink.class, name = "kafka"),
  @JsonSubTypes.Type(value = ClickHouseSink.class, name = "clickhouse")
})
public sealed interface Sink
    permits JdbcSink, FileSink, IcebergSink, DeltaSink, KafkaSink, ClickHouseSink {
  /** The name of the connection; absent only where the node has one of its own (table formats). */
  Optional<String> connection();

  WriteMode mode();

  /** At least one; inputs and targets are resolved. */
  List<Load> loads();

  /** Columns that partition the target. */
  List<String> partitionBy();

  /** Whether a missing target is created. */
  boolean createTable();

  /** Whether an overwrite with no rows is carried out. */
  boolean allowEmpty();

  /** The delivery wanted; absent: the best the connector can do. */
  Optional<Delivery> delivery();
}
