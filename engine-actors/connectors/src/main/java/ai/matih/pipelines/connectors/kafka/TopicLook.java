package ai.matih.pipelines.connectors.kafka;

import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.definition.StartOffset;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.trigger.Firing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One look of a trigger at a topic: from where the last one ended, without a consumer group, since
 * the place is kept with the pipeline. Blocks for some seconds at most; thread-safe.
 */
public final class TopicLook {
  /** Messages that fire of one look; the next look goes on behind them. */
  static final int MOST = 100;

  private static final int SCANNED = 10_000;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration ASK = Duration.ofSeconds(10);

  /** A topic that was not there: what it holds once it is there is all new. */
  private static final String NOTHING_THERE = "-";

  private final Egress egress;
  private final Clock clock;

  public TopicLook(Egress egress, Clock clock) {
    this.egress = egress;
    this.clock = clock;
  }

  /** What is new behind the sight's position, and where the next look begins. */
  public Looked look(LookFor asked, Trigger.Kafka trigger, ResolvedConnection connection)
      throws IOException {
    Properties properties = KafkaAccess.of(connection, egress);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("allow.auto.create.topics", "false");
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", "500");
    properties.put("default.api.timeout.ms", "10000");
    properties.put("request.timeout.ms", "8000");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Optional.ofNullable(consumer.partitionsFor(trigger.topic(), ASK)).stream()
              .flatMap(List::stream)
              .map(one -> new TopicPartition(one.topic(), one.partition()))
              .toList();
      if (partitions.isEmpty()) {
        return looked(
            asked,
            asked.sight().position().isEmpty() ? Optional.of(NOTHING_THERE) : Optional.empty(),
            List.of(),
            Optional.of("there is no topic " + trigger.topic() + " at " + connection.name()));
      }
      return new Reading(asked, trigger, consumer, partitions).read();
    } catch (KafkaException e) {
      throw new IOException(
          "topic "
              + trigger.topic()
              + " at "
              + connection.name()
              + " cannot be read: "
              + e.getMessage(),
          e);
    }
  }

  private static Looked looked(
      LookFor asked, Optional<String> position, List<Firing> found, Optional<String> problem) {
    return new Looked(
        asked.trigger(),
        asked.polled().identity(),
        asked.sight().round(),
        position,
        Map.of(),
        List.of(),
        found,
        problem);
  }

  /** One pass over the partitions. */
  private final class Reading {
    private final LookFor asked;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final MessageMatch match;
    private final boolean latest;
    private final Map<Integer, Long> next = new TreeMap<>();
    private final List<Firing> found = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private int scanned;

    Reading(
        LookFor asked,
        Trigger.Kafka trigger,
        KafkaConsumer<byte[], byte[]> consumer,
        List<TopicPartition> partitions) {
      this.asked = asked;
      this.consumer = consumer;
      this.partitions = partitions;
      this.match = new MessageMatch(asked.trigger(), trigger, asked.parameters());
      this.latest = trigger.startOffset() == StartOffset.LATEST;
    }

    Looked read() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
      begin(ends);
      long until = System.nanoTime() + LONGEST.toNanos();
      while (found.size() < MOST
          && scanned < SCANNED
          && System.nanoTime() < until
          && partitions.stream().anyMatch(one -> next.get(one.partition()) < ends.get(one))) {
        take(consumer.poll(Duration.ofMillis(250)));
      }
      return looked(asked, Optional.of(written()), found, problem);
    }

    private void begin(Map<TopicPartition, Long> ends) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ASK);
      Map<Integer, Long> known = known();
      boolean first = asked.sight().position().isEmpty();
      consumer.assign(partitions);
      for (TopicPartition one : partitions) {
        long from =
            known.getOrDefault(one.partition(), first && latest ? ends.get(one) : begins.get(one));
        if (from < begins.get(one) || from > ends.get(one)) {
          problem =
              Optional.of(
                  "records "
                      + from
                      + " to "
                      + begins.get(one)
                      + " of partition "
                      + one.partition()
                      + " are no longer on the topic; it goes on with the oldest that is");
          from = begins.get(one);
        }
        next.put(one.partition(), from);
        consumer.seek(one, from);
      }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
      for (TopicPartition partition : records.partitions()) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          if (found.size() >= MOST) {
            return;
          }
          scanned++;
          match(record);
          next.put(partition.partition(), record.offset() + 1);
        }
      }
      // behind the markers of transactions too
      partitions.forEach(one -> next.put(one.partition(), consumer.position(one)));
    }

    private void match(ConsumerRecord<byte[], byte[]> record) {
      try {
        match.of(record, clock.instant()).ifPresent(found::add);
      } catch (IOException e) {
        problem =
            Optional.of(
                "record "
                    + record.partition()
                    + "/"
                    + record.offset()
                    + " is passed by: "
                    + e.getMessage());
      }
    }

    private Map<Integer, Long> known() {
      Map<Integer, Long> known = new LinkedHashMap<>();
      String position = asked.sight().position().orElse(NOTHING_THERE);
      if (!position.equals(NOTHING_THERE)) {
        for (String one : position.split(",")) {
          int colon = one.indexOf(':');
          known.put(
              Integer.parseInt(one.substring(0, colon)), Long.parseLong(one.substring(colon + 1)));
        }
      }
      return known;
    }

    private String written() {
      List<String> all = new ArrayList<>();
      next.forEach((partition, offset) -> all.add(partition + ":" + offset));
      return String.join(",", all);
    }
  }
}
