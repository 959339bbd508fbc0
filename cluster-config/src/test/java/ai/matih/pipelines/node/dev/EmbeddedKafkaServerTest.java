package ai.matih.pipelines.node.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaServerTest {

  @TempDir Path home;

  @Test
  void recordsSurviveACleanStop() throws Exception {
    try (var server = EmbeddedKafkaServer.start(home)) {
      createTopic(server.bootstrapServers());
      produce(server.bootstrapServers(), "first");
    }
    try (var server = EmbeddedKafkaServer.start(home)) {
      produce(server.bootstrapServers(), "second");
      assertThat(consume(server.bootstrapServers(), 2)).containsExactly("first", "second");
    }
  }

  @Test
  void recordsSurviveAKilledNode() throws Exception {
    var killed = ServerInAnotherProcess.start("kafka", home.toString());
    var address = "127.0.0.1:" + java.nio.file.Files.readString(home.resolve("port")).strip();
    createTopic(address);
    produce(address, "first");
    killed.kill();

    long began = System.nanoTime();
    try (var server = EmbeddedKafkaServer.start(home)) {
      produce(server.bootstrapServers(), "second");
      System.out.println(
          "restart after SIGKILL to first record: "
              + Duration.ofNanos(System.nanoTime() - began).toMillis()
              + " ms");
      assertThat(consume(server.bootstrapServers(), 2)).containsExactly("first", "second");
    }
  }

  private static void createTopic(String servers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static void produce(String servers, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(String servers, int count) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partitions = List.of(new TopicPartition("kept", 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var values = new ArrayList<String>();
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
