package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code engine.events} and brings each execution its events: those of one poll together, in
 * order. What an execution does not take after {@value #TRIES} tries is given up and counted, so
 * that one of them holds nobody else; it hears it again when it next observes. Unreadable records
 * go to the dead letters.
 */
public final class EngineEventsConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineEventsConsumer.class);

  /** Under which offsets are kept. */
  public static final String GROUP = "matih-engine-events";

  private static final int TRIES = 5;
  private static final long PAUSE_MILLIS = 200;

  /** Brings events to an execution. */
  @FunctionalInterface
  public interface Delivery {
    /**
     * The stage completes when the execution has taken the events for good (journaled, or nothing
     * new), and fails if that is unknown. Called on the stream's thread; must not block.
     */
    CompletionStage<?> deliver(ExecutionId execution, List<EngineEvent> events);
  }

  private final Delivery delivery;
  private final DeadLetters deadLetters;
  private final AtomicLong undelivered = new AtomicLong();
  private final RecordStream stream;

  private EngineEventsConsumer(
      KafkaConnection kafka, DeadLetters deadLetters, OwnedPartitions owned, Delivery delivery) {
    this.delivery = delivery;
    this.deadLetters = deadLetters;
    this.stream =
        RecordStream.start(kafka, kafka.topics().engineEvents(), GROUP, owned, this::handle);
  }

  /** Starts reading the partitions that are {@code owned}. */
  public static EngineEventsConsumer start(
      KafkaConnection kafka, DeadLetters deadLetters, OwnedPartitions owned, Delivery delivery) {
    return new EngineEventsConsumer(kafka, deadLetters, owned, delivery);
  }

  /** Groups of events given up since the start. */
  public long undelivered() {
    return undelivered.get();
  }

  @Override
  public void close() {
    stream.close();
  }

  private CompletionStage<?> handle(List<ConsumerRecord<String, byte[]>> records) {
    Map<ExecutionId, List<EngineEvent>> groups = new LinkedHashMap<>();
    List<CompletableFuture<?>> taken = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        for (EngineEvent event : WireCodec.readEvents(record.value()).payload()) {
          groups.computeIfAbsent(event.attempt().execution(), id -> new ArrayList<>()).add(event);
        }
      } catch (UnreadableRecord e) {
        taken.add(deadLetters.keep(record, e).toCompletableFuture());
      }
    }
    groups.forEach((execution, events) -> taken.add(deliver(execution, events, 1)));
    return CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<?> deliver(
      ExecutionId execution, List<EngineEvent> events, int attempt) {
    CompletionStage<?> delivered;
    try {
      delivered = delivery.deliver(execution, events);
    } catch (RuntimeException e) {
      delivered = CompletableFuture.failedFuture(e);
    }
    return delivered
        .<CompletableFuture<?>>handle(
            (done, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(null)
                    : again(execution, events, attempt, failure))
        .thenCompose(next -> next)
        .toCompletableFuture();
  }

  private CompletableFuture<?> again(
      ExecutionId execution, List<EngineEvent> events, int attempt, Throwable failure) {
    if (attempt >= TRIES) {
      undelivered.incrementAndGet();
      LOG.warn(
          "{} did not take {} engine events; it hears them when it next observes: {}",
          execution,
          events.size(),
          failure.toString());
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.supplyAsync(
            () -> deliver(execution, events, attempt + 1),
            CompletableFuture.delayedExecutor(PAUSE_MILLIS << attempt, TimeUnit.MILLISECONDS))
        .thenCompose(next -> next);
  }
}
