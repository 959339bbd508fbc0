package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How long the topics of a node keep their records: whichever comes first.
 *
 * @param records of every topic but those of dead letters
 * @param letters of the dead letters, which wait for people
 * @param bytes of each partition; -1 for any number
 */
public record TopicRetention(Duration records, Duration letters, long bytes) {
  /** What a node uses that is told nothing. */
  public static final TopicRetention USUAL =
      new TopicRetention(Duration.ofDays(1), Duration.ofDays(30), 256L << 20);

  private static final Duration LEAST_SEGMENT = Duration.ofSeconds(30);
  private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

  /** The settings of a topic, by Kafka's names. */
  Map<String, String> settings(String topic) {
    Duration kept = Topics.origin(topic).equals(topic) ? records : letters;
    long segment =
        Math.clamp(kept.toMillis() / 4, LEAST_SEGMENT.toMillis(), LONGEST_SEGMENT.toMillis());
    Map<String, String> settings = new TreeMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(kept.toMillis()));
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes));
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment));
    return settings;
  }
}
