package ai.matih.pipelines.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineEventsConsumerTest {
  private static final TenantId TENANT = new TenantId("acme");

  @TempDir private Path directory;
  private BrokerInTest broker;
  private KafkaConnection kafka;
  private RecordProducer producer;
  private EngineEventsProducer events;
  private DeadLetters deadLetters;

  @BeforeEach
  void start() {
    broker = BrokerInTest.start(directory);
    kafka = broker.connection();
    TopicCreation.ensure(kafka, List.of(), 2, TopicRetention.USUAL);
    producer = new RecordProducer(kafka, "test");
    events = new EngineEventsProducer(producer, Topics.DEFAULT);
    deadLetters = new DeadLetters(producer);
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void eventsOfAnExecutionArriveInOrderWhateverElseIsUnderWay() {
    Map<ExecutionId, List<Long>> heard = new ConcurrentHashMap<>();
    EngineEventsConsumer consumer =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              group.forEach(
                  event ->
                      heard.computeIfAbsent(execution, id -> new ArrayList<>()).add(event.n()));
              return CompletableFuture.completedFuture(null);
            });

    for (long n = 0; n < 100; n++) {
      for (int execution = 0; execution < 5; execution++) {
        events.publish(TENANT, List.of(event(execution, n)));
      }
    }

    until(() -> heard.values().stream().mapToInt(List::size).sum() == 500);
    consumer.close();
    assertThat(heard).hasSize(5);
    assertThat(heard.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
  }

  @Test
  void twoNodesReadEachItsOwnPartitionsAndOneAllWhenItGetsThem() {
    List<EngineEvent> first = new CopyOnWriteArrayList<>();
    List<EngineEvent> second = new CopyOnWriteArrayList<>();
    OwnedPartitions ofFirst = OwnedPartitions.ofSlots(2);
    OwnedPartitions ofSecond = OwnedPartitions.ofSlots(2);
    ofFirst.take(0);
    ofSecond.take(1);
    try (EngineEventsConsumer one = reading(ofFirst, first);
        EngineEventsConsumer other = reading(ofSecond, second)) {
      for (int execution = 0; execution < 40; execution++) {
        events.publish(TENANT, List.of(event(execution, 1)));
      }
      until(() -> first.size() + second.size() == 40);
      assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
      assertThat(second).isNotEmpty();

      ofFirst.giveBack(0).toCompletableFuture().join();
      ofSecond.take(0);
      int before = second.size();
      for (int execution = 0; execution < 40; execution++) {
        events.publish(TENANT, List.of(event(execution, 2)));
      }
      until(() -> second.size() == before + 40);
      assertThat(first).as("who gave a partition back reads no more").hasSize(40 - before);
      assertThat(one.undelivered() + other.undelivered()).isZero();
    }
  }

  private EngineEventsConsumer reading(OwnedPartitions owned, List<EngineEvent> heard) {
    return EngineEventsConsumer.start(
        kafka,
        deadLetters,
        owned,
        (execution, group) -> {
          heard.addAll(group);
          return CompletableFuture.completedFuture(null);
        });
  }

  @Test
  void whatWasNotTakenIsBroughtAgain() {
    List<EngineEvent> tries = new CopyOnWriteArrayList<>();
    EngineEventsConsumer consumer =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              tries.addAll(group);
              return tries.size() < 3
                  ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                  : CompletableFuture.completedFuture(null);
            });

    events.publish(TENANT, List.of(event(1, 7)));

    until(() -> tries.size() == 3);
    consumer.close();
    assertThat(tries).containsOnly(event(1, 7));
    assertThat(consumer.undelivered()).isZero();
  }

  @Test
  void whatIsUnderWayWhenTheNodeDiesIsReadAgain() {
    List<EngineEvent> first = new CopyOnWriteArrayList<>();
    EngineEventsConsumer dies =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              first.addAll(group);
              return new CompletableFuture<>();
            });
    events.publish(TENANT, List.of(event(1, 1)));
    until(() -> first.size() == 1);
    dies.close();

    List<EngineEvent> second = new CopyOnWriteArrayList<>();
    EngineEventsConsumer lives =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              second.addAll(group);
              return CompletableFuture.completedFuture(null);
            });

    until(() -> second.size() == 1);
    lives.close();
  }

  @Test
  void anUnreadableRecordStopsNothing() {
    List<EngineEvent> heard = new CopyOnWriteArrayList<>();
    EngineEventsConsumer consumer =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              heard.addAll(group);
              return CompletableFuture.completedFuture(null);
            });
    producer.send(
        new ProducerRecord<>(Topics.DEFAULT.engineEvents(), 0, null, new byte[] {'{', 'x'}));

    events.publish(TENANT, List.of(event(1, 1)));
    events.publish(TENANT, List.of(event(2, 1)));

    until(() -> heard.size() == 2 && deadLetters.kept() == 1);
    consumer.close();
  }

  @Test
  void whatARunDoesNotTakeIsKeptForPeopleAndTakenWhenItIsReplayed() {
    byte[] key = {(byte) 0xc3, 0x28, 0};
    List<EngineEvent> heard = new CopyOnWriteArrayList<>();
    AtomicBoolean takes = new AtomicBoolean();
    EngineEventsConsumer consumer =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, group) -> {
              if (takes.get() || !group.contains(event(1, 7))) {
                heard.addAll(group);
                return CompletableFuture.completedFuture(null);
              }
              return CompletableFuture.failedFuture(new IllegalStateException("not now"));
            });
    producer.sendBytes(new ProducerRecord<>(Topics.DEFAULT.engineEvents(), 0, key, new byte[1]));
    events.publish(TENANT, List.of(event(1, 7)));
    events.publish(TENANT, List.of(event(2, 1)));

    until(() -> heard.size() == 1 && deadLetters.kept() == 2);
    assertThat(consumer.undelivered()).isOne();
    DeadLetterReader reader = new DeadLetterReader(kafka, producer);
    List<DeadLetter> kept =
        reader.newest(List.of(Topics.DEFAULT.engineEvents()), Map.of(), 10).stream()
            .map(letter -> reader.at(letter.at()).orElseThrow())
            .toList();
    assertThat(kept)
        .anySatisfy(unreadable -> assertThat(unreadable.key().orElseThrow()).isEqualTo(key));
    DeadLetter parked =
        kept.stream().filter(one -> one.sender().isPresent()).findFirst().orElseThrow();
    assertThat(parked.sender().orElseThrow().tenant()).isEqualTo(TENANT.value());
    assertThat(parked.reason()).contains(event(1, 7).attempt().execution().value());

    takes.set(true);
    reader.sendAgain(parked, Map.of()).toCompletableFuture().join();
    until(() -> heard.contains(event(1, 7)));
    consumer.close();
  }

  private static EngineEvent event(int execution, long n) {
    ExecutionId id = ExecutionId.of(PipelineId.of(TENANT, "events", 0), "run-" + execution);
    return new EngineEvent.StageAbsent(new AttemptId(id, "s1", 1), 1, n);
  }

  private static void until(BooleanSupplier condition) {
    long guard = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(guard);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
