package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.identity.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what engines say, in order for each execution. An event that cannot be delivered after
 * {@value #TRIES} tries (each as long as the client's delivery timeout) is given up and counted:
 * the execution hears nothing, and observes again. Safe for use from any thread.
 */
public final class EngineEventsProducer {
  private static final Logger LOG = LoggerFactory.getLogger(EngineEventsProducer.class);
  private static final int TRIES = 3;

  private final RecordProducer producer;
  private final String topic;
  private final AtomicLong undelivered = new AtomicLong();

  /** The producer may be shared; whoever made it closes it. */
  public EngineEventsProducer(RecordProducer producer, Topics topics) {
    this.producer = producer;
    this.topic = topics.engineEvents();
  }

  /** Sends what is known of one execution, at least one event, in one record; returns at once. */
  public void publish(TenantId tenant, List<EngineEvent> events) {
    send(
        new ProducerRecord<>(
            topic,
            events.getFirst().attempt().execution().value(),
            WireCodec.write(events, tenant)),
        1);
  }

  /** Events given up since the start. */
  public long undelivered() {
    return undelivered.get();
  }

  private void send(ProducerRecord<String, byte[]> record, int attempt) {
    producer.send(record).whenComplete((done, failure) -> retry(record, attempt, failure));
  }

  private void retry(ProducerRecord<String, byte[]> record, int attempt, Throwable failure) {
    if (failure == null) {
      return;
    }
    if (attempt < TRIES) {
      CompletableFuture.delayedExecutor(attempt * 500L, TimeUnit.MILLISECONDS)
          .execute(() -> send(record, attempt + 1));
    } else {
      undelivered.incrementAndGet();
      LOG.warn(
          "An engine event of {} could not be delivered and is left to the next observation: {}",
          record.key(),
          failure.getMessage());
    }
  }
}
