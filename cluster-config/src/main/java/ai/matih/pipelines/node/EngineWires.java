package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.gateway.EngineGateway;
import ai.matih.pipelines.gateway.wire.DeadLetterReader;
import ai.matih.pipelines.gateway.wire.DeadLetters;
import ai.matih.pipelines.gateway.wire.EngineCommandsProducer;
import ai.matih.pipelines.gateway.wire.EngineEventsConsumer;
import ai.matih.pipelines.gateway.wire.EngineEventsProducer;
import ai.matih.pipelines.gateway.wire.KafkaConnection;
import ai.matih.pipelines.gateway.wire.OwnedPartitions;
import ai.matih.pipelines.gateway.wire.RecordProducer;
import ai.matih.pipelines.gateway.wire.RecordStream;
import ai.matih.pipelines.gateway.wire.TopicCreation;
import ai.matih.pipelines.gateway.wire.TopicLag;
import ai.matih.pipelines.gateway.wire.TopicWatch;
import ai.matih.pipelines.http.api.command.CommandHandling;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.projection.publicevents.PublicEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka side of a node: topics, producers, and the streams of engine events and commands. */
final class EngineWires {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWires.class);
  private static final String COMMANDS_GROUP = "matih-commands";

  /** Long enough for all that happens in a short stage: it is then told once, with its end. */
  private static final Duration COALESCE = Duration.ofMillis(10);

  /** Public events are many, and their reader looks ten times a second. */
  private static final Duration UNHURRIED = Duration.ofMillis(20);

  /** The engine instances of this release. */
  static final List<String> INSTANCES = List.of("embedded");

  private final KafkaConnection kafka;
  private final RecordProducer producer;
  private final RecordProducer unhurried;
  private final EngineCommandsProducer commands;
  private final DeadLetters deadLetters;
  private final EngineGateway.Wiring wiring;
  private volatile Optional<EngineEventsConsumer> events = Optional.empty();

  private EngineWires(
      KafkaConnection kafka,
      RecordProducer producer,
      RecordProducer unhurried,
      EngineCommandsProducer commands,
      DeadLetters deadLetters,
      EngineGateway.Wiring wiring) {
    this.kafka = kafka;
    this.producer = producer;
    this.unhurried = unhurried;
    this.commands = commands;
    this.deadLetters = deadLetters;
    this.wiring = wiring;
  }

  static EngineWires open(Settings settings, Servers servers, Teardown teardown) {
    KafkaConnection kafka =
        new KafkaConnection(servers.bootstrap(), Topics.DEFAULT, settings.kafka().security());
    try {
      TopicCreation.ensure(kafka, INSTANCES, settings.kafka().partitions(), settings.topics());
      boolean ours = settings.kafka().bootstrap().isEmpty();
      for (String other : TopicCreation.align(kafka, INSTANCES, settings.topics(), ours)) {
        if (ours) {
          LOG.debug("changed: {}", other);
        } else {
          LOG.warn("{}", other);
        }
      }
    } catch (IllegalStateException | KafkaException e) {
      throw new NodeStartException(e.getMessage() + "; " + KafkaSettings.remedy(e), e);
    }
    RecordProducer producer = teardown.add("Kafka producer", new RecordProducer(kafka, "producer"));
    RecordProducer unhurried =
        teardown.add(
            "Kafka producer of public events", new RecordProducer(kafka, "public", UNHURRIED));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gateway-timer").daemon().factory());
    teardown.add("gateway timer", timer::shutdownNow);
    DeadLetters deadLetters = new DeadLetters(producer);
    return new EngineWires(
        kafka,
        producer,
        unhurried,
        new EngineCommandsProducer(producer, Topics.DEFAULT),
        deadLetters,
        new EngineGateway.Wiring(
            kafka,
            new EngineEventsProducer(producer, Topics.DEFAULT),
            deadLetters,
            timer,
            COALESCE));
  }

  /** The names of topics. */
  Topics topics() {
    return kafka.topics();
  }

  /** What a gateway needs. */
  EngineGateway.Wiring wiring() {
    return wiring;
  }

  /** Sends a command; one that gets lost is sent again by the execution's own wake-up. */
  void send(String instance, TenantId tenant, EngineCommand command) {
    commands
        .send(instance, command, tenant, Cause.SYSTEM)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "{} for {} not sent: {}",
                    command.getClass().getSimpleName(),
                    command.attempt(),
                    failure.toString());
              }
            });
  }

  /** Brings engine events to their executions from now on. */
  void deliverTo(Coordinator coordinator, OwnedPartitions owned, Teardown teardown) {
    events =
        Optional.of(
            teardown.add(
                "engine events",
                EngineEventsConsumer.start(kafka, deadLetters, owned, coordinator::report)));
  }

  /** Carries out the commands of the command topic from now on. */
  void carryOut(CommandHandling handling, OwnedPartitions owned, Teardown teardown) {
    CommandStream stream = new CommandStream(handling, producer, deadLetters, kafka.topics());
    teardown.add(
        "commands",
        RecordStream.start(
            kafka, kafka.topics().commands(), COMMANDS_GROUP, owned, stream::handle));
  }

  /**
   * From now on topics that a broker has lost are made again and read from their beginning.
   *
   * @param recall called when Kafka is back after records may have been lost
   */
  void watchTopics(Settings settings, PartitionOwners owners, Runnable recall, Teardown teardown) {
    teardown.add(
        "topics",
        TopicWatch.start(
            kafka,
            INSTANCES,
            settings.kafka().partitions(),
            settings.topics(),
            new TopicWatch.Listener() {
              @Override
              public void remade(String topic) {
                owners.reread(topic);
              }

              @Override
              public void back() {
                recall.run();
              }
            }));
  }

  /** Sends what happens to pipelines and runs to its topic, key tenant. */
  NotificationChannels.OwnTopic notifications() {
    return (key, id, body) -> {
      var record = new ProducerRecord<>(Topics.DEFAULT.notifications(), key, body);
      record.headers().add("matih-notification-id", id.getBytes(StandardCharsets.UTF_8));
      return producer.send(record);
    };
  }

  /** Where public events go. */
  PublicEvents.Publisher publicEvents() {
    return (tenant, event) -> {
      var record = new ProducerRecord<>(Topics.JOB_EVENTS, tenant, event);
      record.headers().add("tenantId", tenant.getBytes(StandardCharsets.UTF_8));
      return unhurried.send(record);
    };
  }

  /** How many records of each topic its reader has not finished; blocking. */
  Map<String, Long> lags() {
    Map<String, String> readers = new TreeMap<>();
    readers.put(kafka.topics().commands(), COMMANDS_GROUP);
    readers.put(kafka.topics().engineEvents(), EngineEventsConsumer.GROUP);
    INSTANCES.forEach(
        instance ->
            readers.put(kafka.topics().engineCommands(instance), EngineGateway.group(instance)));
    return TopicLag.of(kafka, readers);
  }

  /** What is kept of unreadable records, to be read. */
  DeadLetterReader deadLetterReader() {
    return new DeadLetterReader(kafka, producer);
  }

  /** Groups of engine events given up since the start. */
  long undelivered() {
    return events.map(EngineEventsConsumer::undelivered).orElse(0L);
  }

  /** Unreadable records kept since the start. */
  long deadLetters() {
    return deadLetters.kept();
  }
}
