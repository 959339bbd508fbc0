package ai.matih.pipelines.trigger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What made a trigger fire; journaled with the run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Evidence.Datasets.class, name = "datasets"),
  @JsonSubTypes.Type(value = Evidence.Message.class, name = "message"),
  @JsonSubTypes.Type(value = Evidence.Files.class, name = "files"),
  @JsonSubTypes.Type(value = Evidence.Call.class, name = "call")
})
public sealed interface Evidence {

  /** New versions of datasets, by the names that the trigger gives them. */
  record Datasets(List<Arrival> versions) implements Evidence {
    public Datasets {
      versions = List.copyOf(versions);
    }
  }

  /**
   * A record on a topic.
   *
   * @param key what names the message, if the trigger says which field does
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Message(String topic, int partition, long offset, Optional<String> key)
      implements Evidence {
    public Message {
      key = key == null ? Optional.empty() : key;
    }
  }

  /** New files, by their path below the folder that is watched. */
  record Files(List<SeenFile> files) implements Evidence {
    public Files {
      files = List.copyOf(files);
    }
  }

  /**
   * A signed call.
   *
   * @param delivery what its sender calls it, if it says so; else its signature is its name
   * @param correlation under which it is found in logs
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Call(Optional<String> delivery, String correlation) implements Evidence {
    public Call {
      delivery = delivery == null ? Optional.empty() : delivery;
    }
  }

  /** The word for the type of the trigger that it is of, as in a definition. */
  @JsonIgnore
  default String kind() {
    return switch (this) {
      case Datasets ignored -> "dataset";
      case Message ignored -> "kafka";
      case Files ignored -> "file";
      case Call ignored -> "webhook";
    };
  }

  /**
   * A version of a dataset.
   *
   * @param dataset as the trigger names it
   * @param version the commit key of its load
   * @param execution the run that loaded it
   * @param name as lineage shows it
   * @param at when its load was journaled
   * @param depth how many runs, each started by the one before it, led here
   */
  record Arrival(
      String dataset, String version, String execution, String name, Instant at, int depth) {}

  /** A file as it was seen; size in bytes. */
  record SeenFile(String path, long size, Instant modified) {
    /** Equal as long as the file is the same. */
    public String stamp() {
      return size + "@" + modified;
    }
  }
}
