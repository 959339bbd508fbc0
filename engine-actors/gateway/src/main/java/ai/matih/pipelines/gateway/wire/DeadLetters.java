package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that nothing could be done with on {@code <topic>.dlq}, byte for byte, with their
 * headers and with some that say from where ({@code topic}, {@code partition}, {@code offset}) and
 * {@code reason}. A token is no part of what is kept. Safe for use from any thread.
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
    return keep(record, why.getMessage());
  }

  /** As above; {@code reason} is a sentence that does not show the record. */
  public CompletionStage<Void> keep(ConsumerRecord<String, byte[]> record, String reason) {
    LOG.warn(
        "Record at {}-{} offset {}, kept on {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Topics.deadLetters(record.topic()),
        reason);
    kept.incrementAndGet();
    var letter =
        new ProducerRecord<>(Topics.deadLetters(record.topic()), record.key(), record.value());
    for (Header header : record.headers()) {
      if (!header.key().equalsIgnoreCase("authorization")) {
        letter.headers().add(header);
      }
    }
    header(letter, "topic", record.topic());
    header(letter, "partition", Integer.toString(record.partition()));
    header(letter, "offset", Long.toString(record.offset()));
    header(letter, "reason", reason);
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
