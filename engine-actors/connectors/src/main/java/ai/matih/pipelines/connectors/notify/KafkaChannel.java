package ai.matih.pipelines.connectors.notify;

import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes to a topic of a user's own cluster; a producer for each message, since there are few.
 * Thread-safe; blocks for up to 20 seconds.
 */
public final class KafkaChannel {
  private static final int SECONDS = 15;

  private final Egress egress;

  public KafkaChannel(Egress egress) {
    this.egress = egress;
  }

  /** The document, under the run's id, with the notification's id in a header. */
  public void record(Telling told, ResolvedConnection to) throws IOException, InterruptedException {
    String topic =
        told.target()
            .orElseThrow(() -> new IOException("the notification names no topic as its target"));
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties(to))) {
      ProducerRecord<String, String> record = new ProducerRecord<>(topic, told.key(), told.body());
      record.headers().add("matih-notification-id", told.id().getBytes(StandardCharsets.UTF_8));
      producer.send(record).get(SECONDS, TimeUnit.SECONDS);
      producer.close(Duration.ofSeconds(5));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "connection " + to.name() + " does not take the record: " + e.getMessage(), e);
    }
  }

  private Properties properties(ResolvedConnection to) throws IOException {
    Properties all = KafkaAccess.of(to, egress);
    all.put("key.serializer", StringSerializer.class.getName());
    all.put("value.serializer", StringSerializer.class.getName());
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("max.block.ms", "10000");
    all.put("request.timeout.ms", "10000");
    all.put("delivery.timeout.ms", "12000");
    return all;
  }
}
