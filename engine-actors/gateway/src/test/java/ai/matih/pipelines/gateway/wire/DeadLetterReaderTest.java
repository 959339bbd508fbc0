package ai.matih.pipelines.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterReaderTest {
  private static final String COMMANDS = Topics.DEFAULT.commands();
  private static final String EVENTS = Topics.DEFAULT.engineEvents();
  private static final byte[] BYTES = {0, (byte) 0xff, 7};

  /** No text in any encoding that is usual. */
  private static final byte[] KEY = {(byte) 0xc3, 0x28, (byte) 0xff, 0};

  @TempDir private static Path directory;
  private static BrokerInTest broker;
  private static RecordProducer producer;
  private static DeadLetters letters;
  private static DeadLetterReader reader;

  @BeforeAll
  static void start() {
    broker = BrokerInTest.start(directory);
    TopicCreation.ensure(broker.connection(), List.of(), 1, TopicRetention.USUAL);
    producer = new RecordProducer(broker.connection(), "test");
    letters = new DeadLetters(producer);
    reader = new DeadLetterReader(broker.connection(), producer);
    for (int offset = 0; offset < 5; offset++) {
      keep(record(COMMANDS, offset), Optional.of(new DeadLetter.Sender("acme", "etl")));
    }
    keep(record(EVENTS, 9), Optional.empty());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void theNewestComeFirstAndAPageGoesOnWhereTheLastEnded() {
    List<DeadLetter> first = reader.newest(List.of(COMMANDS), Map.of(), 2);
    List<DeadLetter> second =
        reader.newest(
            List.of(COMMANDS), Map.of(new TopicPartition(Topics.deadLetters(COMMANDS), 0), 3L), 10);

    assertThat(first).extracting(letter -> letter.origin().offset()).containsExactly(4L, 3L);
    assertThat(second).extracting(letter -> letter.origin().offset()).containsExactly(2L, 1L, 0L);
    assertThat(reader.newest(List.of(COMMANDS, EVENTS), Map.of(), 10)).hasSize(6);
  }

  @Test
  void aLetterSaysWhereItCameFromAndWhoSentItAndHasTheBytesUnchanged() {
    DeadLetter letter = at(COMMANDS, 1).orElseThrow();

    assertThat(letter.value()).isEqualTo(BYTES);
    assertThat(letter.key().orElseThrow()).isEqualTo(KEY);
    assertThat(letter.origin()).isEqualTo(new DeadLetter.Place(COMMANDS, 0, 1));
    assertThat(letter.reason()).isEqualTo("unreadable 1");
    assertThat(letter.sender()).contains(new DeadLetter.Sender("acme", "etl"));
    assertThat(letter.headers())
        .extracting(DeadLetter.Header::name)
        .containsExactly("traceparent", "sender-tenant");
  }

  @Test
  void aRecordCannotPassItselfOffAsAnothersLetter() {
    assertThat(at(EVENTS, 0).orElseThrow().sender()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    assertThat(at(COMMANDS, 99)).isEmpty();
    assertThat(reader.newest(List.of("no.such.topic"), Map.of(), 10)).isEmpty();
  }

  @Test
  void theyAreCountedByTopic() {
    assertThat(reader.kept(List.of(COMMANDS, EVENTS)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(COMMANDS, 5L, EVENTS, 1L));
  }

  @Test
  void whatIsSentAgainHasItsBytesKeyAndHeadersAndTheMark() {
    reader
        .sendAgain(at(COMMANDS, 2).orElseThrow(), Map.of("x-replay-of", "commands-0-2"))
        .toCompletableFuture()
        .join();

    ConsumerRecord<byte[], byte[]> record = firstOf(COMMANDS);
    assertThat(record.value()).isEqualTo(BYTES);
    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.headers().lastHeader("x-replay-of").value())
        .asString()
        .isEqualTo("commands-0-2");
    assertThat(record.headers().lastHeader("traceparent")).isNotNull();
    assertThat(record.headers().lastHeader("reason")).isNull();
    assertThat(record.headers().lastHeader("authorization")).isNull();
  }

  private static Optional<DeadLetter> at(String origin, long offset) {
    return reader.at(new DeadLetter.Place(Topics.deadLetters(origin), 0, offset));
  }

  private static void keep(
      ConsumerRecord<byte[], byte[]> record, Optional<DeadLetter.Sender> sender) {
    letters.keep(record, "unreadable " + record.offset(), sender).toCompletableFuture().join();
  }

  /** One that claims to be another tenant's, and has a token. */
  private static ConsumerRecord<byte[], byte[]> record(String topic, long offset) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, offset, KEY, BYTES);
    record.headers().add("authorization", text("Bearer secret"));
    record.headers().add("traceparent", text("00-1"));
    record.headers().add("sender-tenant", text("forged"));
    return record;
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> firstOf(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            broker.connection().consumer("test", "test"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      return consumer.poll(Duration.ofSeconds(30)).iterator().next();
    }
  }
}
