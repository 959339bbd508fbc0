package ai.matih.pipelines.node.outside;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.kafka.TopicLook;
import ai.matih.pipelines.connectors.notify.KafkaChannel;
import ai.matih.pipelines.connectors.notify.Telling;
import ai.matih.pipelines.definition.StartOffset;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.node.dev.EmbeddedKafkaServer;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Sight;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the node does with a user's own Kafka, against a real broker. */
class UsersKafkaTest {
  private static final Instant T0 = Instant.parse("2026-03-01T06:00:00Z");

  @TempDir private static Path folder;
  private static EmbeddedKafkaServer server;
  private Sight sight = Sight.first("kafka BUS orders", T0);

  @BeforeAll
  static void start() {
    server = EmbeddedKafkaServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ResolvedConnection bus() {
    return new ResolvedConnection(
        "BUS", "kafka", Map.of("bootstrap_servers", server.bootstrapServers()), Map.of());
  }

  private static void topic(String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
    }
  }

  private static void send(String topic, int partition, String... values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
      }
    }
  }

  private static Trigger.Kafka trigger(String topic, StartOffset from) {
    return new Trigger.Kafka(
        Optional.empty(),
        "BUS",
        topic,
        Map.of("type", List.of("created", "paid")),
        Optional.of("id"),
        Map.of("day", "order.days.0"),
        from,
        Duration.ofSeconds(5),
        Optional.empty(),
        Optional.empty());
  }

  /** What one look finds; the sight is then what the pipeline makes of it. */
  private List<Firing> look(Trigger.Kafka trigger) throws Exception {
    Looked looked =
        new TopicLook(Egress.ANYWHERE, Clock.systemUTC())
            .look(new LookFor("orders", trigger, sight, Set.of()), trigger, bus());
    sight = sight.looked(looked.position(), looked.seen(), looked.gone(), looked.problem(), T0);
    return looked.found();
  }

  @Test
  void messagesThatTheFilterLetsThroughAreFoundOnceWithTheirParameters() throws Exception {
    topic("orders");
    send("orders", 0, "{\"id\":\"o0\",\"type\":\"created\"}");
    Trigger.Kafka latest = trigger("orders", StartOffset.LATEST);
    assertThat(look(latest)).isEmpty();

    send(
        "orders",
        0,
        "{\"id\":\"o1\",\"type\":\"created\",\"order\":{\"days\":[\"mon\"]}}",
        "no json",
        "{\"id\":\"o2\",\"type\":\"lost\"}");
    send("orders", 1, "{\"id\":\"o3\",\"type\":\"paid\"}");
    assertThat(look(latest))
        .extracting(Firing::key, Firing::parameters)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("key/o1", Map.of("day", "mon")),
            org.assertj.core.groups.Tuple.tuple("key/o3", Map.of()));
    assertThat(sight.problem()).get().extracting(Sight.Problem::message).asString().contains("0/2");
    assertThat(look(latest)).isEmpty();
  }

  @Test
  void aTopicThatComesLaterIsReadFromItsBeginningAndManyMessagesTakeSeveralLooks()
      throws Exception {
    Trigger.Kafka latest = trigger("later", StartOffset.LATEST);
    assertThat(look(latest)).isEmpty();
    assertThat(sight.problem())
        .get()
        .extracting(Sight.Problem::message)
        .asString()
        .contains("no topic later");

    topic("later");
    String[] many = new String[130];
    for (int one = 0; one < many.length; one++) {
      many[one] = "{\"id\":" + one + ",\"type\":\"paid\"}";
    }
    send("later", 0, many);
    assertThat(look(latest)).hasSize(100);
    assertThat(look(latest)).hasSize(30).extracting(Firing::key).contains("key/129");
  }

  @Test
  void aNotificationArrivesOnTheTopicUnderTheRunsIdWithItsOwnInAHeader() throws Exception {
    topic("alerts");
    new KafkaChannel(Egress.ANYWHERE)
        .record(new Telling("n-1", "exec-1", Optional.of("alerts"), "s", "t", "{}"), bus());

    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> both =
          List.of(new TopicPartition("alerts", 0), new TopicPartition("alerts", 1));
      consumer.assign(both);
      consumer.seekToBeginning(both);
      Optional<ConsumerRecord<String, String>> found = Optional.empty();
      for (int tries = 0; found.isEmpty() && tries < 30; tries++) {
        for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofSeconds(1))) {
          found = Optional.of(one);
        }
      }
      assertThat(found).get().extracting(ConsumerRecord::key).isEqualTo("exec-1");
      assertThat(found.get().value()).isEqualTo("{}");
      assertThat(
              new String(
                  found.get().headers().lastHeader("matih-notification-id").value(),
                  StandardCharsets.UTF_8))
          .isEqualTo("n-1");
    }
  }
}
