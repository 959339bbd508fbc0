package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
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
  /** A new version of a dataset that another pipeline loads. */
  record Dataset(String dataset) implements Trigger {}

  /** A record on a topic. */
  record Kafka(String connection, String topic) implements Trigger {}

  /** An authenticated call from outside. */
  record Webhook(String name) implements Trigger {}

  /** A new file. */
  record File(String connection, Optional<String> prefix, Optional<String> pattern)
      implements Trigger {}
}
