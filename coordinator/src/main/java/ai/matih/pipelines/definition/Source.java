package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where rows come from. Every source names a connection; it never holds an address or a secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JdbcSource.class, name = "jdbc"),
  @JsonSubTypes.Type(value = ApiSource.class, name = "api"),
  @JsonSubTypes.Type(value = KafkaSource.class, name = "kafka"),
  @JsonSubTypes.Type(value = FileSource.class, name = "file"),
  @JsonSubTypes.Type(value = CdcSource.class, name = "cdc"),
  @JsonSubTypes.Type(value = TrinoSource.class, name = "trino")
})
public sealed interface Source
    permits JdbcSource, ApiSource, KafkaSource, FileSource, CdcSource, TrinoSource {
  /** The name of the connection, without the {@code ${}} around it. */
  String connection();

  /** Where the first incremental read begins; absent: everything is read. */
  Optional<String> initialValue();

  /** How far before the watermark an incremental read begins again. */
  Duration lookback();

  /** What happens when the source's schema changes. */
  SchemaPolicy schemaPolicy();

  /** The sink that takes rows which cannot be read; absent: such a row fails the run. */
  Optional<String> deadLetter();

  /** Columns added to every row. */
  List<AddedColumn> addColumns();
}
