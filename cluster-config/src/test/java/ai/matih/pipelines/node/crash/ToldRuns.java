package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the public topic has told of runs, and the check of it: each accepted run has its start and
 * one kind of end, in order. Repeats are allowed. It is read from its beginning each time, and what
 * was told before a broker lost it stays known. For one thread.
 */
final class ToldRuns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS =
      Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "SKIPPED");

  /** By run and event id, in the order in which they came first. */
  private final Map<String, Map<String, JsonNode>> told = new HashMap<>();

  /** Runs of which a broker may have lost something before it was read here. */
  private final Set<String> halfLost = new HashSet<>();

  /** The topic is lost, with what was told of {@code runs} since it was read. */
  void lost(Set<String> runs) {
    runs.stream()
        .filter(run -> told.getOrDefault(run, Map.of()).values().stream().noneMatch(ToldRuns::end))
        .forEach(halfLost::add);
  }

  /** Waits until each of {@code runs} has its end, and checks what was told of each. */
  void verify(String bootstrap, Set<String> runs, Duration longest) throws IOException {
    Instant hang = Instant.now().plus(longest);
    do {
      read(bootstrap);
    } while (Instant.now().isBefore(hang)
        && !runs.stream().filter(run -> !halfLost.contains(run)).allMatch(this::ended));
    for (String run : runs) {
      if (halfLost.contains(run)) {
        continue;
      }
      List<JsonNode> events = List.copyOf(told.getOrDefault(run, Map.of()).values());
      assertThat(events).as("the public events of %s", run).isNotEmpty();
      assertThat(events.getFirst().path("execution").path("previousStatus").asText())
          .as("the first event of %s is its start: %s", run, events)
          .isEqualTo("NONE");
      assertThat(events.stream().filter(ToldRuns::end).map(ToldRuns::status))
          .as("the ends of %s: %s", run, events)
          .containsExactly("SUCCEEDED");
      assertThat(events.stream().map(ToldRuns::place))
          .as("the order of the events of %s: %s", run, events)
          .isSorted();
      assertThat(end(events.getLast())).as("%s goes on after its end: %s", run, events).isTrue();
    }
  }

  private boolean ended(String run) {
    return told.getOrDefault(run, Map.of()).values().stream().anyMatch(ToldRuns::end);
  }

  private static boolean end(JsonNode event) {
    return ENDS.contains(status(event));
  }

  private static String status(JsonNode event) {
    return event.path("execution").path("status").asText();
  }

  /** The place in the run's journal. */
  private static long place(JsonNode event) {
    return Long.parseLong(event.path("eventId").asText().split("/")[1]);
  }

  /** Reads all that the topic holds. */
  void read(String bootstrap) throws IOException {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(Topics.JOB_EVENTS).stream()
              .map(one -> new TopicPartition(one.topic(), one.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(one -> consumer.position(one.getKey()) < one.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          JsonNode event = JSON.readTree(record.value());
          String run = event.path("execution").path("executionId").asText();
          if (!run.isEmpty()) {
            told.computeIfAbsent(run, first -> new LinkedHashMap<>())
                .putIfAbsent(event.path("eventId").asText(), event);
          }
        }
      }
    }
  }
}
