package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that nothing could be done with on {@code <topic>.dlq}, key and value byte for
 * byte, with their headers and behind them some that say from where ({@code topic}, {@code
 * partition}, {@code offset}), why ({@code reason}) and from whom ({@code sender-tenant}, {@code
 * sender-subject}; empty if unknown). A token is no part of what is kept. Safe for use from any
 * thread.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  static final String TOPIC = "topic";
  static final String PARTITION = "partition";
  static final String OFFSET = "offset";
  static final String REASON = "reason";
  static final String SENDER_TENANT = "sender-tenant";
  static final String SENDER_SUBJECT = "sender-subject";

  /** Each of these is added exactly once, behind the headers of the record. */
  static final Set<String> ADDED =
      Set.of(TOPIC, PARTITION, OFFSET, REASON, SENDER_TENANT, SENDER_SUBJECT);

  private final RecordProducer producer;
  private final AtomicLong kept = new AtomicLong();

  /** The producer may be shared; whoever made it closes it. */
  public DeadLetters(RecordProducer producer) {
    this.producer = producer;
  }

  /** Completes when the record is kept; until then its offset must not be committed. */
  public CompletionStage<Void> keep(ConsumerRecord<byte[], byte[]> record, UnreadableRecord why) {
    return keep(record, why.getMessage(), Optional.empty());
  }

  /**
   * As above.
   *
   * @param reason a sentence that does not show the record
   * @param sender who sent it, or whose run it is about, if that is proven
   */
  public CompletionStage<Void> keep(
      ConsumerRecord<byte[], byte[]> record, String reason, Optional<DeadLetter.Sender> sender) {
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
    header(letter, TOPIC, record.topic());
    header(letter, PARTITION, Integer.toString(record.partition()));
    header(letter, OFFSET, Long.toString(record.offset()));
    header(letter, REASON, reason);
    header(letter, SENDER_TENANT, sender.map(DeadLetter.Sender::tenant).orElse(""));
    header(letter, SENDER_SUBJECT, sender.map(DeadLetter.Sender::subject).orElse(""));
    return producer.sendBytes(letter);
  }

  /** Records kept since the start. */
  public long kept() {
    return kept.get();
  }

  private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
