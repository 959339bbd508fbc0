package ai.matih.pipelines.definition;

import ai.matih.pipelines.schedule.OverlapPolicy;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something other than a schedule that starts a run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Trigger.Dataset.class, name = "dataset"),
  @JsonSubTypes.Type(value = Trigger.Kafka.class, name = "kafka"),
  @JsonSubTypes.Type(value = Trigger.Webhook.class, name = "webhook"),
  @JsonSubTypes.Type(value = Trigger.File.class, name = "file")
})
public sealed interface Trigger {

  /** One that the node drives by itself: what it finds waits until a run of it may start. */
  sealed interface Driven extends Trigger {
    /** What its author calls it, if anything. */
    Optional<String> name();

    /** What happens to what it finds while runs are going, if the author says so. */
    Optional<OverlapPolicy> overlap();

    /** Runs that clock and triggers have started, this one's included, if the author says so. */
    Optional<Integer> maxConcurrent();

    /** The same without what may be changed without beginning anew. */
    @JsonIgnore
    String identity();

    /** The word for its type in a definition. */
    default String kind() {
      return switch (this) {
        case Dataset ignored -> "dataset";
        case Kafka ignored -> "kafka";
        case Webhook ignored -> "webhook";
        case File ignored -> "file";
      };
    }
  }

  /** One that is asked at intervals. */
  sealed interface Polled extends Driven {
    String connection();

    Duration pollInterval();

    /** By the name of a parameter: where its value is found. */
    Map<String, String> parameters();
  }

  /**
   * A new version of datasets that other pipelines load; the journal of 0.1 has one, as a text.
   *
   * @param debounce how long more are waited for after the first
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Dataset(
      Optional<String> name,
      @JsonAlias("datasets") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<String> dataset,
      @JsonAlias("when") TriggerRequire require,
      Duration debounce,
      Optional<OverlapPolicy> overlap,
      Optional<Integer> maxConcurrent)
      implements Driven {
    public Dataset {
      name = name == null ? Optional.empty() : name;
      dataset = Immutable.list(dataset);
      require = require == null ? TriggerRequire.ANY : require;
      debounce = debounce == null ? Duration.ZERO : debounce;
      overlap = overlap == null ? Optional.empty() : overlap;
      maxConcurrent = maxConcurrent == null ? Optional.empty() : maxConcurrent;
    }

    @Override
    public String identity() {
      return "dataset";
    }
  }

  /**
   * A record on a topic.
   *
   * @param filter by path into the record's JSON: the values of which it has one
   * @param key path of what names the message; without it the record's place on the topic does
   * @param startOffset where a trigger that has read nothing yet begins
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Kafka(
      Optional<String> name,
      String connection,
      String topic,
      Map<String, List<String>> filter,
      Optional<String> key,
      Map<String, String> parameters,
      StartOffset startOffset,
      Duration pollInterval,
      Optional<OverlapPolicy> overlap,
      Optional<Integer> maxConcurrent)
      implements Polled {
    public Kafka {
      name = name == null ? Optional.empty() : name;
      filter = Immutable.map(filter);
      key = key == null ? Optional.empty() : key;
      parameters = Immutable.map(parameters);
      startOffset = startOffset == null ? StartOffset.LATEST : startOffset;
      pollInterval = pollInterval == null ? Duration.ofSeconds(5) : pollInterval;
      overlap = overlap == null ? Optional.empty() : overlap;
      maxConcurrent = maxConcurrent == null ? Optional.empty() : maxConcurrent;
    }

    @Override
    public String identity() {
      return "kafka " + connection + " " + topic;
    }
  }

  /** An authenticated call from outside; it has a name, which is part of the address. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Webhook(
      Optional<String> name,
      Optional<String> connection,
      Optional<OverlapPolicy> overlap,
      Optional<Integer> maxConcurrent)
      implements Driven {
    public Webhook {
      name = name == null ? Optional.empty() : name;
      connection = connection == null ? Optional.empty() : connection;
      overlap = overlap == null ? Optional.empty() : overlap;
      maxConcurrent = maxConcurrent == null ? Optional.empty() : maxConcurrent;
    }

    @Override
    public String identity() {
      return "webhook";
    }
  }

  /**
   * A new file, or one that has changed.
   *
   * @param per whether each file has a run of its own
   * @param settle how long a file has to be unchanged
   * @param existing whether files that are there at the first look count as new
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record File(
      Optional<String> name,
      String connection,
      Optional<String> prefix,
      Optional<String> pattern,
      FileRuns per,
      Duration settle,
      boolean existing,
      Map<String, String> parameters,
      Duration pollInterval,
      Optional<OverlapPolicy> overlap,
      Optional<Integer> maxConcurrent)
      implements Polled {
    public File {
      name = name == null ? Optional.empty() : name;
      prefix = prefix == null ? Optional.empty() : prefix;
      pattern = pattern == null ? Optional.empty() : pattern;
      per = per == null ? FileRuns.FILE : per;
      settle = settle == null ? Duration.ofSeconds(5) : settle;
      parameters = Immutable.map(parameters);
      pollInterval = pollInterval == null ? Duration.ofMinutes(1) : pollInterval;
      overlap = overlap == null ? Optional.empty() : overlap;
      maxConcurrent = maxConcurrent == null ? Optional.empty() : maxConcurrent;
    }

    @Override
    public String identity() {
      return "file " + connection + " " + prefix.orElse("");
    }
  }

  /**
   * Those that are driven, by their names in the order of the definition. One without a name is
   * called by its type, with a number behind it if that is taken.
   */
  static Map<String, Driven> driven(List<Trigger> triggers) {
    Map<String, Driven> all = new LinkedHashMap<>();
    for (Trigger trigger : triggers) {
      switch (trigger) {
        case Driven driven -> {
          String type = driven.kind();
          String name = driven.name().orElse(type);
          for (int more = 2; all.containsKey(name); more++) {
            name = type + "-" + more;
          }
          all.put(name, driven);
        }
      }
    }
    return all;
  }
}
