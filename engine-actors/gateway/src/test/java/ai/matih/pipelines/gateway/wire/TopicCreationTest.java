package ai.matih.pipelines.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCreationTest {
  private static final TopicRetention DAY =
      new TopicRetention(Duration.ofDays(1), Duration.ofDays(30), 1 << 20);
  private static final TopicRetention WEEK =
      new TopicRetention(Duration.ofDays(7), Duration.ofDays(30), -1);

  @TempDir private Path directory;

  @Test
  void topicsKeepRecordsForAsLongAsIsSetAndOthersAreNamedWithTheRemedyOrChangedIfOurs()
      throws Exception {
    try (BrokerInTest broker = BrokerInTest.start(directory)) {
      KafkaConnection kafka = broker.connection();
      TopicCreation.ensure(kafka, List.of("embedded"), 1, DAY);

      Config events = settings(kafka, Topics.DEFAULT.engineEvents());
      assertThat(events.get("retention.ms").value()).isEqualTo("86400000");
      assertThat(events.get("retention.bytes").value()).isEqualTo("1048576");
      assertThat(events.get("cleanup.policy").value()).isEqualTo("delete");
      assertThat(settings(kafka, Topics.DEFAULT.commandsDeadLetters()).get("retention.ms").value())
          .isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
      assertThat(TopicCreation.align(kafka, List.of("embedded"), DAY, false)).isEmpty();

      List<String> differ = TopicCreation.align(kafka, List.of("embedded"), WEEK, false);
      assertThat(differ)
          .hasSize(TopicCreation.names(kafka.topics(), List.of("embedded")).size())
          .anySatisfy(
              one ->
                  assertThat(one)
                      .contains(
                          "topic pipeline.job.events has",
                          "retention.ms=86400000",
                          "--topic pipeline.job.events --add-config retention.bytes=-1,retention.ms=604800000"));
      assertThat(settings(kafka, Topics.JOB_EVENTS).get("retention.ms").value())
          .isEqualTo("86400000");

      TopicCreation.align(kafka, List.of("embedded"), WEEK, true);
      assertThat(TopicCreation.align(kafka, List.of("embedded"), WEEK, true)).isEmpty();
      assertThat(settings(kafka, Topics.JOB_EVENTS).get("retention.ms").value())
          .isEqualTo("604800000");
    }
  }

  private static Config settings(KafkaConnection kafka, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(kafka.admin())) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }
  }
}
