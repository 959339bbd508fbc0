package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Records of a Kafka topic.
 *
 * @param read batch or continuous, already decided
 * @param watermarkDelay how late a record may be for event time
 */
public record KafkaSource(
    String connection,
    String topic,
    String consumerGroup,
    RecordFormat format,
    Optional<String> schemaRegistry,
    StartOffset startOffset,
    KafkaRead read,
    int maxRecords,
    Duration idleTimeout,
    Duration watermarkDelay,
    Optional<Duration> checkpointInterval,
    List<String> eventTypes,
    Optional<String> initialValue,
    Duration lookback,
    @JsonProperty("schema") SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  public KafkaSource {
    eventTypes = Immutable.list(eventTypes);
    addColumns = Immutable.list(addColumns);
  }
}
