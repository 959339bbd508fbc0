package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where Kafka is and how its clients are set up.
 *
 * @param bootstrap {@code host:port,...}
 * @param security further client settings, e.g. {@code security.protocol}; may hold a password, so
 *     this never prints
 */
public record KafkaConnection(String bootstrap, Topics topics, Map<String, String> security) {
  /** A stage's order holds the definitions of its steps, each up to 1 MiB of text. */
  static final int LARGEST_RECORD = 8 << 20;

  /** Bytes of a partition that leave together, one batch of each partition in a request. */
  private static final int BATCH = 128 << 10;

  public KafkaConnection {
    security = Map.copyOf(security);
  }

  /** A broker without encryption or login, with the documented topic names. */
  public static KafkaConnection plain(String bootstrap) {
    return new KafkaConnection(bootstrap, Topics.DEFAULT, Map.of());
  }

  /**
   * Acknowledged by all; a call never blocks for long. A record leaves at once if none is under
   * way, and together with all that waits otherwise: an idle wire adds no wait, and a busy one
   * costs one request for many records.
   *
   * @param linger how long a record waits for others to leave with it; for those that nobody waits
   *     for, and that so stay in their order: none is given up while its broker is away
   */
  Map<String, Object> producer(String client, Duration linger) {
    Map<String, Object> settings = common(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, Math.toIntExact(linger.toMillis()));
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 250);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, linger.isZero() ? 15_000 : Integer.MAX_VALUE);
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * LARGEST_RECORD);
    return settings;
  }

  /** A reader that is told its partitions and commits by itself; it answers as soon as it can. */
  Map<String, Object> consumer(String client, String group) {
    Map<String, Object> settings = common(client);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  Map<String, Object> admin() {
    Map<String, Object> settings = common("admin");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
    return settings;
  }

  private Map<String, Object> common(String client) {
    Map<String, Object> settings = new TreeMap<>(security);
    settings.put("bootstrap.servers", bootstrap);
    settings.put("client.id", "matih-" + client);
    settings.put("reconnect.backoff.ms", 50);
    settings.put("reconnect.backoff.max.ms", 1_000);
    settings.put("enable.metrics.push", false);
    return settings;
  }

  @Override
  public String toString() {
    return "Kafka at " + bootstrap;
  }
}
