package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing; those that exist keep their partitions and settings. */
public final class TopicCreation {
  private static final Map<String, String> SETTINGS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(KafkaConnection.LARGEST_RECORD));

  private TopicCreation() {}

  /**
   * The engine topics for {@code instances} with their dead letters, and the command topics.
   * Blocking.
   *
   * @throws IllegalStateException if Kafka does not answer or refuses, with a remedy
   */
  public static void ensure(KafkaConnection kafka, Collection<String> instances, int partitions) {
    try (Admin admin = Admin.create(kafka.admin())) {
      ensure(admin, kafka, names(kafka.topics(), instances), partitions);
    }
  }

  /** Every topic of a node that drives {@code instances}. */
  static List<String> names(Topics topics, Collection<String> instances) {
    List<String> names = new ArrayList<>();
    for (String instance : instances) {
      names.add(topics.engineCommands(instance));
      names.add(Topics.deadLetters(topics.engineCommands(instance)));
    }
    names.add(topics.engineEvents());
    names.add(Topics.deadLetters(topics.engineEvents()));
    names.add(topics.commands());
    names.add(topics.commandsDeadLetters());
    names.add(topics.commandResults());
    names.add(topics.notifications());
    names.add(Topics.JOB_EVENTS);
    return names;
  }

  static void ensure(Admin admin, KafkaConnection kafka, Collection<String> names, int partitions) {
    var created =
        admin.createTopics(
            names.stream()
                .map(name -> new NewTopic(name, partitionsOf(name, partitions), Optional.empty()))
                .map(topic -> topic.configs(SETTINGS))
                .toList());
    for (KafkaFuture<Void> one : created.values().values()) {
      await(one, kafka);
    }
  }

  private static Optional<Integer> partitionsOf(String topic, int partitions) {
    return Optional.of(topic.endsWith(".dlq") ? 1 : partitions);
  }

  private static void await(KafkaFuture<Void> created, KafkaConnection kafka) {
    try {
      created.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            kafka + " cannot make the topics: " + e.getCause().getMessage(), e.getCause());
      }
    }
  }
}
