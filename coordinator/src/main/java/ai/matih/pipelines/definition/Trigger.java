package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
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
  /** A new version of datasets that other pipelines load; the journal of 0.1 has one, as a text. */
  record Dataset(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> dataset,
      TriggerRequire require)
      implements Trigger {
    public Dataset {
      dataset = Immutable.list(dataset);
      require = require == null ? TriggerRequire.ANY : require;
    }
  }

  /** A record on a topic. */
  record Kafka(String connection, String topic) implements Trigger {}

  /** An authenticated call from outside. */
  record Webhook(String name, Optional<String> connection) implements Trigger {
    public Webhook {
      connection = connection == null ? Optional.empty() : connection;
    }
  }

  /** A new file. */
  record File(String connection, Optional<String> prefix, Optional<String> pattern)
      implements Trigger {}
}
