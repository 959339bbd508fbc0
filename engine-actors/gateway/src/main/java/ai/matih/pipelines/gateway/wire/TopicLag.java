package ai.matih.pipelines.gateway.wire;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many records of a topic its reader has not finished, by the offsets that it committed. */
public final class TopicLag {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private TopicLag() {}

  /**
   * By topic. Blocking; throws what Kafka throws if it does not answer in 5 s.
   *
   * @param readers the group under which each topic is read
   */
  public static Map<String, Long> of(KafkaConnection kafka, Map<String, String> readers) {
    Map<String, Long> lags = new TreeMap<>();
    readers.forEach((topic, group) -> lags.put(topic, lag(kafka, topic, group)));
    return lags;
  }

  private static long lag(KafkaConnection kafka, String topic, String group) {
    try (var consumer =
        new KafkaConsumer<>(
            kafka.consumer("lag", group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, PATIENCE).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Set<TopicPartition> all = new HashSet<>(partitions);
      Map<TopicPartition, OffsetAndMetadata> done = consumer.committed(all, PATIENCE);
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, PATIENCE);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions, PATIENCE);
      return partitions.stream()
          .mapToLong(
              one -> {
                OffsetAndMetadata committed = done.get(one);
                long from = Math.max(committed == null ? 0 : committed.offset(), first.get(one));
                return Math.max(0, end.get(one) - from);
              })
          .sum();
    }
  }
}
