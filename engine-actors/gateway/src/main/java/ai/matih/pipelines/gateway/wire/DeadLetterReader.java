package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.gateway.wire.DeadLetter.Place;
import ai.matih.pipelines.gateway.wire.DeadLetter.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what {@link DeadLetters} keeps, by position and only when somebody asks; nothing is
 * committed. Every method but {@link #sendAgain} blocks, and throws what Kafka throws if it does
 * not answer in 5 s. Safe for any thread.
 */
public final class DeadLetterReader {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConnection kafka;
  private final RecordProducer producer;

  /** {@code producer} sends letters again; whoever made it closes it. */
  public DeadLetterReader(KafkaConnection kafka, RecordProducer producer) {
    this.kafka = kafka;
    this.producer = producer;
  }

  /**
   * At most {@code limit} letters of {@code topics} (the topics that they came from), the newest
   * first.
   *
   * @param before only letters before these positions of their partitions; where none is given,
   *     from the end
   */
  public List<DeadLetter> newest(
      Collection<String> topics, Map<TopicPartition, Long> before, int limit) {
    try (var consumer = consumer()) {
      Map<TopicPartition, Long> from = new HashMap<>();
      Map<TopicPartition, Long> to = new HashMap<>();
      List<TopicPartition> partitions = partitions(consumer, topics);
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, PATIENCE);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions, PATIENCE);
      for (TopicPartition partition : partitions) {
        long last = Math.min(before.getOrDefault(partition, Long.MAX_VALUE), end.get(partition));
        long start = Math.max(first.get(partition), last - limit);
        if (start < last) {
          from.put(partition, start);
          to.put(partition, last);
        }
      }
      return newestFirst(read(consumer, from, to, DeadLetter::listed)).limit(limit).toList();
    }
  }

  /** By time, yet never against the order of a partition: clocks of nodes differ. */
  private static Stream<DeadLetter> newestFirst(List<DeadLetter> inOrder) {
    record Timed(Instant time, DeadLetter letter) {}
    Map<TopicPartition, Instant> youngest = new HashMap<>();
    return inOrder.reversed().stream()
        .map(
            letter ->
                new Timed(
                    youngest.merge(
                        new TopicPartition(letter.at().topic(), letter.at().partition()),
                        letter.keptAt(),
                        (after, own) -> own.isBefore(after) ? own : after),
                    letter))
        .sorted(Comparator.comparing(Timed::time).reversed())
        .map(Timed::letter);
  }

  /** The letter at a place, if it is still there. */
  public Optional<DeadLetter> at(Place place) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    try (var consumer = consumer()) {
      if (!partitionsOf(consumer, place.topic()).contains(partition)) {
        return Optional.empty();
      }
      List<TopicPartition> one = List.of(partition);
      boolean there =
          place.offset() >= consumer.beginningOffsets(one, PATIENCE).get(partition)
              && place.offset() < consumer.endOffsets(one, PATIENCE).get(partition);
      return there
          ? read(
                  consumer,
                  Map.of(partition, place.offset()),
                  Map.of(partition, place.offset() + 1),
                  UnaryOperator.identity())
              .stream()
              .findFirst()
          : Optional.empty();
    }
  }

  /** How many letters of each topic are kept now, by the topic that they came from. */
  public Map<String, Long> kept(Collection<String> topics) {
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topics);
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, PATIENCE);
      Map<String, Long> kept = new TreeMap<>();
      consumer
          .endOffsets(partitions, PATIENCE)
          .forEach(
              (partition, end) ->
                  kept.merge(
                      Topics.origin(partition.topic()), end - first.get(partition), Long::sum));
      return kept;
    }
  }

  /**
   * Sends the bytes, key and headers of {@code letter} to where they came from, with {@code more}
   * headers. Completes when Kafka has them; does not block.
   */
  public CompletionStage<Void> sendAgain(DeadLetter letter, Map<String, String> more) {
    var record =
        new ProducerRecord<>(letter.origin().topic(), letter.key().orElse(null), letter.value());
    letter.headers().stream()
        .filter(header -> !more.containsKey(header.name()))
        .forEach(header -> record.headers().add(header.name(), header.value()));
    more.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return producer.sendBytes(record);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        kafka.consumer("dead-letters", "matih-dead-letters"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
    return topics.stream()
        .flatMap(topic -> partitionsOf(consumer, Topics.deadLetters(topic)).stream())
        .toList();
  }

  private static List<TopicPartition> partitionsOf(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic, PATIENCE).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private static List<DeadLetter> read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      UnaryOperator<DeadLetter> kept) {
    List<DeadLetter> letters = new ArrayList<>();
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    Set<TopicPartition> open = new HashSet<>(from.keySet());
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to.get(new TopicPartition(record.topic(), record.partition()))) {
          letters.add(kept.apply(letter(record)));
        }
      }
      open.removeIf(partition -> consumer.position(partition, PATIENCE) >= to.get(partition));
      if (!open.isEmpty() && System.nanoTime() > until) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "the dead letters of " + open + " did not arrive in " + PATIENCE.toSeconds() + " s");
      }
    }
    return letters;
  }

  /** The last header of a name that we add is ours, whatever the record had under it. */
  private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
    List<DeadLetter.Header> own = new ArrayList<>();
    Map<String, String> ours = new HashMap<>();
    Header[] all = record.headers().toArray();
    for (int i = all.length - 1; i >= 0; i--) {
      Header header = all[i];
      byte[] value = header.value() == null ? new byte[0] : header.value();
      if (DeadLetters.ADDED.contains(header.key()) && !ours.containsKey(header.key())) {
        ours.put(header.key(), new String(value, StandardCharsets.UTF_8));
      } else {
        own.addFirst(new DeadLetter.Header(header.key(), value));
      }
    }
    return new DeadLetter(
        new Place(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        new Place(
            ours.getOrDefault(DeadLetters.TOPIC, Topics.origin(record.topic())),
            number(ours.get(DeadLetters.PARTITION)).intValue(),
            number(ours.get(DeadLetters.OFFSET))),
        ours.getOrDefault(DeadLetters.REASON, "not said"),
        Optional.ofNullable(ours.get(DeadLetters.SENDER_TENANT))
            .filter(tenant -> !tenant.isEmpty())
            .map(tenant -> new Sender(tenant, ours.getOrDefault(DeadLetters.SENDER_SUBJECT, ""))),
        Optional.ofNullable(record.key()),
        own,
        record.value() == null ? 0 : record.value().length,
        record.value() == null ? new byte[0] : record.value());
  }

  private static Long number(String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1L;
    }
  }
}
