package ai.matih.pipelines.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends bytes to Kafka; one for each node is enough. A stage completes when all in-sync replicas
 * have the record, and fails with the client's reason after its delivery timeout. Safe for use from
 * any thread; a call blocks 250 ms at most, when the broker has been away for minutes.
 */
public final class RecordProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  /** Sends each record as soon as it can; connects in the background. */
  public RecordProducer(KafkaConnection kafka, String client) {
    this(kafka, client, Duration.ZERO);
  }

  /**
   * Connects in the background.
   *
   * @param linger how long a record may wait for others: many then cost little more than one
   */
  public RecordProducer(KafkaConnection kafka, String client, Duration linger) {
    producer =
        new KafkaProducer<>(
            kafka.producer(client, linger), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends one record whose key is a text. */
  public CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
    return sendBytes(
        new ProducerRecord<>(
            record.topic(),
            record.partition(),
            record.timestamp(),
            record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8),
            record.value(),
            record.headers()));
  }

  /** Sends one record whose key is what somebody else chose. */
  public CompletionStage<Void> sendBytes(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              sent.complete(null);
            } else {
              sent.completeExceptionally(failure);
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  /** Waits up to 3 s for records under way. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(3));
  }
}
