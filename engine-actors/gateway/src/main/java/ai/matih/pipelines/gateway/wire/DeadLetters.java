package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps unreadable records on {@code <topic>.dlq}, byte for byte, with headers that say from where
 * ({@code topic}, {@code partition}, {@code offset}) and {@code reason}. Safe for use from any
 * thread.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final RecordProducer producer;
  private final AtomicLong kept = new AtomicLong();

  /** The producer may be shared; whoever made it closes it. */
  public DeadLetters(RecordProducer producer) {
    this.producer = producer;
  }

  /** Completes when the record is kept; until then its offset must not be committed. */
  public CompletionStage<Void> keep(ConsumerRecord<String, byte[]> record, UnreadableRecord why) {
    LOG.warn(
        "Unreadable record at {}-{} offset {}, kept on {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Topics.deadLetters(record.topic()),
        why.getMessage());
    kept.incrementAndGet();
    var letter =
        new ProducerRecord<>(Topics.deadLetters(record.topic()), record.key(), record.value());
    header(letter, "topic", record.topic());
    header(letter, "partition", Integer.toString(record.partition()));
    header(letter, "offset", Long.toString(record.offset()));
    header(letter, "reason", why.getMessage());
    return producer.send(letter);
  }

  /** Records kept since the start. */
  public long kept() {
    return kept.get();
  }

  private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
