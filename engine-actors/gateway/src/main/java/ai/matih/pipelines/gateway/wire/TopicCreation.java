package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that are missing, and says how those that exist differ; their partitions stay.
 */
public final class TopicCreation {
  private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

  /** What decides how far a topic grows. */
  private static final List<String> OF_GROWTH =
      List.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.RETENTION_BYTES_CONFIG);

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private TopicCreation() {}

  /**
   * The engine topics for {@code instances} with their dead letters, and the command topics.
   * Blocking; a broker that has no place for them yet, as one that starts or was fenced for a
   * moment, is asked again for half a minute.
   *
   * @throws IllegalStateException if Kafka does not answer or refuses, with a remedy
   */
  public static void ensure(
      KafkaConnection kafka,
      Collection<String> instances,
      int partitions,
      TopicRetention retention) {
    try (Admin admin = Admin.create(kafka.admin())) {
      long end = System.nanoTime() + LONGEST.toNanos();
      while (true) {
        try {
          ensure(admin, kafka, names(kafka.topics(), instances), partitions, retention);
          return;
        } catch (IllegalStateException e) {
          if (!(e.getCause() instanceof InvalidReplicationFactorException)
              || System.nanoTime() > end) {
            throw e;
          }
          LockSupport.parkNanos(AGAIN.toNanos());
        }
      }
    }
  }

  /**
   * How the topics that existed before differ from what a node would have made, each as a sentence
   * with the remedy. Blocking.
   *
   * @param ours whether the broker has no other master: then they are changed instead
   */
  public static List<String> align(
      KafkaConnection kafka, Collection<String> instances, TopicRetention retention, boolean ours) {
    Map<ConfigResource, Map<String, String>> wrong = new LinkedHashMap<>();
    List<String> said = new ArrayList<>();
    try (Admin admin = Admin.create(kafka.admin())) {
      List<ConfigResource> topics =
          names(kafka.topics(), instances).stream()
              .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
              .toList();
      admin
          .describeConfigs(topics)
          .all()
          .get()
          .forEach(
              (topic, now) -> {
                Map<String, String> wanted = retention.settings(topic.name());
                Map<String, String> other = new TreeMap<>(wanted);
                other.keySet().retainAll(ours ? wanted.keySet() : OF_GROWTH);
                other
                    .entrySet()
                    .removeIf(one -> one.getValue().equals(now.get(one.getKey()).value()));
                if (!other.isEmpty()) {
                  wrong.put(topic, other);
                  said.add(difference(topic.name(), now, other));
                }
              });
      if (ours && !wrong.isEmpty()) {
        admin.incrementalAlterConfigs(changes(wrong)).all().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("How long {} keeps records could not be seen: {}", kafka, e.getCause().toString());
    }
    return said.stream().sorted().toList();
  }

  private static String difference(String topic, Config now, Map<String, String> wanted) {
    return "topic "
        + topic
        + " has "
        + wanted.keySet().stream()
            .map(key -> key + "=" + now.get(key).value())
            .collect(Collectors.joining(", "))
        + "; for what this node is set to: kafka-configs.sh --alter --topic "
        + topic
        + " --add-config "
        + wanted.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> changes(
      Map<ConfigResource, Map<String, String>> wanted) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
    wanted.forEach(
        (topic, settings) ->
            changes.put(
                topic,
                settings.entrySet().stream()
                    .map(one -> new ConfigEntry(one.getKey(), one.getValue()))
                    .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                    .toList()));
    return changes;
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

  static void ensure(
      Admin admin,
      KafkaConnection kafka,
      Collection<String> names,
      int partitions,
      TopicRetention retention) {
    var created =
        admin.createTopics(
            names.stream()
                .map(name -> new NewTopic(name, partitionsOf(name, partitions), Optional.empty()))
                .map(topic -> topic.configs(settings(topic.name(), retention)))
                .toList());
    for (KafkaFuture<Void> one : created.values().values()) {
      await(one, kafka);
    }
  }

  private static Map<String, String> settings(String topic, TopicRetention retention) {
    Map<String, String> settings = new TreeMap<>(retention.settings(topic));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaConnection.LARGEST_RECORD));
    return settings;
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
