package ai.matih.pipelines.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.gateway.wire.BrokerInTest;
import ai.matih.pipelines.gateway.wire.DeadLetters;
import ai.matih.pipelines.gateway.wire.EngineCommandsProducer;
import ai.matih.pipelines.gateway.wire.EngineEventsConsumer;
import ai.matih.pipelines.gateway.wire.EngineEventsProducer;
import ai.matih.pipelines.gateway.wire.KafkaConnection;
import ai.matih.pipelines.gateway.wire.OwnedPartitions;
import ai.matih.pipelines.gateway.wire.RecordProducer;
import ai.matih.pipelines.gateway.wire.TopicCreation;
import ai.matih.pipelines.gateway.wire.TopicRetention;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way over a real broker: command in, adapter asked, report out, event delivered. */
class EngineGatewayTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<EngineEvent> DELIVERED = new CopyOnWriteArrayList<>();
  private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1);

  @TempDir private static Path directory;
  private static BrokerInTest broker;
  private static KafkaConnection kafka;
  private static RecordProducer producer;
  private static DeadLetters deadLetters;
  private static EngineCommandsProducer commands;
  private static EngineEventsConsumer consumer;
  private static EngineGateway.Wiring wiring;
  private static ActorTestKit actors;
  private static int instances;

  private final String instance = "engine-" + instances++;
  private final ScriptedAdapter adapter = new ScriptedAdapter();
  private final AttemptId attempt = attempt(instance);

  @BeforeAll
  static void start() {
    broker = BrokerInTest.start(directory);
    kafka = broker.connection();
    TopicCreation.ensure(kafka, List.of(), 2, TopicRetention.USUAL);
    producer = new RecordProducer(kafka, "test");
    deadLetters = new DeadLetters(producer);
    commands = new EngineCommandsProducer(producer, Topics.DEFAULT);
    consumer =
        EngineEventsConsumer.start(
            kafka,
            deadLetters,
            OwnedPartitions.all(),
            (execution, events) -> {
              DELIVERED.addAll(events);
              return CompletableFuture.completedFuture(null);
            });
    wiring =
        new EngineGateway.Wiring(
            kafka,
            new EngineEventsProducer(producer, Topics.DEFAULT),
            deadLetters,
            TIMER,
            // what a test says in one breath falls together, however slow the machine is
            Duration.ofMillis(500));
    actors = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    actors.shutdownTestKit();
    consumer.close();
    producer.close();
    broker.close();
    TIMER.shutdownNow();
  }

  @Test
  void anObservationGoesAllTheWayThereAndBack() {
    startGateway();
    send(new EngineCommand.ObserveStage(attempt, 4));
    until(() -> adapter.asked.contains("observe " + attempt + " 4"));

    adapter.say(watch(4), new Observation.Absent());

    assertThat(delivered(1)).containsExactly(new EngineEvent.StageAbsent(attempt, 4, 0));
  }

  @Test
  void progressThatFallsTogetherIsOneRecordBeforeTheEnd() {
    startGateway();
    var started = new StepReport.Started("a", AT);
    var ended = new StepReport.Ended("a", AT, StepResult.NOTHING);
    var result = new StageResult(Map.of("a", StepResult.NOTHING));

    adapter.say(
        watch(1),
        new Observation.Running(
            new Observation.ExternalJob("job", "inc", Optional.empty()), List.of()));
    adapter.say(watch(1), new Report.Steps(List.of(started)));
    adapter.say(watch(1), new Report.Steps(List.of(ended)));
    adapter.say(watch(1), new Observation.Succeeded(result));

    assertThat(delivered(3))
        .containsExactly(
            new EngineEvent.StageAccepted(attempt, 1, 0, "job", "inc", Optional.empty()),
            new EngineEvent.StepProgress(attempt, 1, 1, List.of(started, ended)),
            new EngineEvent.StageSucceeded(attempt, 1, 2, result));
  }

  @Test
  void reportsAnswerTheNewestWatch() {
    startGateway();
    send(new EngineCommand.ObserveStage(attempt, 5));
    send(new EngineCommand.ObserveStage(attempt, 3));
    until(() -> adapter.asked.size() == 2);

    adapter.say(watch(3), new Observation.Absent());
    adapter.say(watch(3), new Observation.Cancelled());

    assertThat(delivered(1)).containsExactly(new EngineEvent.StageCancelled(attempt, 5, 0));
  }

  @Test
  void aRequestThatFailsMakesTheEngineUnreachable() {
    adapter.answer = CompletableFuture.failedFuture(new IllegalStateException("refused"));
    startGateway();

    send(new EngineCommand.FenceStage(attempt, 2));

    assertThat(delivered(1))
        .containsExactly(new EngineEvent.EngineUnreachable(attempt, 2, 0, "refused"));
  }

  @Test
  void aCommandThatNobodyTookIsReadAgainAfterARestart() {
    CompletableFuture<Void> never = new CompletableFuture<>();
    adapter.answer = never;
    ActorRef<EngineGateway.Message> gateway = startGateway();
    send(new EngineCommand.CancelStage(attempt, "now"));
    until(() -> adapter.asked.size() == 1);

    actors.stop(gateway);
    startGatewayAgain();

    until(() -> adapter.asked.size() == 2);
    assertThat(adapter.asked).containsOnly("cancel " + attempt + " now");
  }

  @Test
  void aCommandThatWasTakenIsNotReadAgain() {
    ActorRef<EngineGateway.Message> gateway = startGateway();
    send(new EngineCommand.CancelStage(attempt, "first"));
    until(() -> adapter.asked.size() == 1);

    actors.stop(gateway);
    startGatewayAgain();
    send(new EngineCommand.CancelStage(attempt, "second"));

    until(() -> adapter.asked.contains("cancel " + attempt + " second"));
    assertThat(adapter.asked).hasSize(2);
  }

  @Test
  void anUnreadableRecordIsKeptAndHoldsNobodyElse() {
    startGateway();
    String topic = Topics.DEFAULT.engineCommands(instance);
    long before = deadLetters.kept();
    producer
        .send(new ProducerRecord<>(topic, 0, "k", new byte[] {1, 2, 3}))
        .toCompletableFuture()
        .join();

    send(new EngineCommand.CancelStage(attempt, "after"));

    until(() -> adapter.asked.contains("cancel " + attempt + " after"));
    until(() -> deadLetters.kept() == before + 1);
    var letters = new CopyOnWriteArrayList<byte[]>();
    var stream =
        ai.matih.pipelines.gateway.wire.RecordStream.start(
            kafka,
            Topics.deadLetters(topic),
            "test",
            OwnedPartitions.all(),
            records -> {
              records.forEach(record -> letters.add(record.value()));
              return CompletableFuture.completedFuture(null);
            });
    until(() -> !letters.isEmpty());
    stream.close();
    assertThat(letters.get(0)).containsExactly(1, 2, 3);
  }

  @Test
  void aCommandOfMegabytesGoesThrough() {
    startGateway();
    String reason = "x".repeat(3 << 20);

    send(new EngineCommand.CancelStage(attempt, reason));

    until(() -> adapter.asked.contains("cancel " + attempt + " " + reason));
  }

  private ActorRef<EngineGateway.Message> startGateway() {
    TopicCreation.ensure(kafka, List.of(instance), 2, TopicRetention.USUAL);
    return startGatewayAgain();
  }

  private ActorRef<EngineGateway.Message> startGatewayAgain() {
    return actors.spawn(
        EngineGateway.create(instance, wiring, OwnedPartitions.all(), adapter::reportingTo));
  }

  private void send(EngineCommand command) {
    commands
        .send(instance, command, TENANT, Cause.SYSTEM)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private List<EngineEvent> delivered(int count) {
    until(() -> ofThisTest().size() >= count);
    return ofThisTest();
  }

  private List<EngineEvent> ofThisTest() {
    return DELIVERED.stream().filter(event -> event.attempt().equals(attempt)).toList();
  }

  private Watch watch(long number) {
    return new Watch(attempt, TENANT, number);
  }

  private static AttemptId attempt(String key) {
    return new AttemptId(ExecutionId.of(PipelineId.of(TENANT, "gateway", 0), key), "s1", 1);
  }

  private static void until(BooleanSupplier condition) {
    long guard = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(guard);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
