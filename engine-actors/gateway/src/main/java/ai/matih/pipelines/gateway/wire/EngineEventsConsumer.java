package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Envelope;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code engine.events} and brings each execution its events: those of one poll together, in
 * order. What an execution does not take after {@value #TRIES} tries goes to the dead letters, as
 * unreadable records do, so that one of them holds nobody else; it hears it again when it next
 * observes, or when somebody replays the letter.
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

  /** What one poll brought of an execution. */
  private record Group(
      ExecutionId execution,
      TenantId tenant,
      List<EngineEvent> events,
      Set<ConsumerRecord<byte[], byte[]>> records) {
    Group(ExecutionId execution, TenantId tenant) {
      this(execution, tenant, new ArrayList<>(), new LinkedHashSet<>());
    }
  }

  private CompletionStage<?> handle(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<ExecutionId, Group> groups = new LinkedHashMap<>();
    List<CompletableFuture<?>> taken = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        Envelope<List<EngineEvent>> told = WireCodec.readEvents(record.value());
        for (EngineEvent event : told.payload()) {
          Group group =
              groups.computeIfAbsent(
                  event.attempt().execution(), id -> new Group(id, told.tenantId()));
          group.events().add(event);
          group.records().add(record);
        }
      } catch (UnreadableRecord e) {
        taken.add(deadLetters.keep(record, e).toCompletableFuture());
      }
    }
    groups.values().forEach(group -> taken.add(deliver(group, 1)));
    return CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<?> deliver(Group group, int attempt) {
    CompletionStage<?> delivered;
    try {
      delivered = delivery.deliver(group.execution(), group.events());
    } catch (RuntimeException e) {
      delivered = CompletableFuture.failedFuture(e);
    }
    return delivered
        .<CompletableFuture<?>>handle(
            (done, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(null)
                    : again(group, attempt, failure))
        .thenCompose(next -> next)
        .toCompletableFuture();
  }

  private CompletableFuture<?> again(Group group, int attempt, Throwable failure) {
    if (attempt >= TRIES) {
      undelivered.incrementAndGet();
      LOG.warn(
          "{} did not take {} engine events; it hears them when it next observes: {}",
          group.execution(),
          group.events().size(),
          failure.toString());
      String reason = group.execution() + " did not take it in " + TRIES + " tries";
      return CompletableFuture.allOf(
          group.records().stream()
              .map(record -> deadLetters.keep(record, reason, ofTenant(group)))
              .map(CompletionStage::toCompletableFuture)
              .toArray(CompletableFuture<?>[]::new));
    }
    return CompletableFuture.supplyAsync(
            () -> deliver(group, attempt + 1),
            CompletableFuture.delayedExecutor(PAUSE_MILLIS << attempt, TimeUnit.MILLISECONDS))
        .thenCompose(next -> next);
  }

  private static Optional<DeadLetter.Sender> ofTenant(Group group) {
    return Optional.of(new DeadLetter.Sender(group.tenant().value(), "engine"));
  }
}
