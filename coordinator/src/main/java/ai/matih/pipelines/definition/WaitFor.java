package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run waits for before it begins, or before one of its steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WaitFor.File.class, name = "file"),
  @JsonSubTypes.Type(value = WaitFor.Sql.class, name = "sql"),
  @JsonSubTypes.Type(value = WaitFor.Dataset.class, name = "dataset"),
  @JsonSubTypes.Type(value = WaitFor.Time.class, name = "time")
})
public sealed interface WaitFor {

  /** What its author calls it, if anything. */
  Optional<String> name();

  /** The step that does not start without it; empty means every step that waits for no other. */
  Optional<String> before();

  /** How often is looked. */
  Duration pokeInterval();

  /** How long it waits. */
  Duration timeout();

  /** What then. */
  WaitTimeout onTimeout();

  /** A file of a {@code local} connection that has been unchanged for {@code settle}. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record File(
      Optional<String> name,
      Optional<String> before,
      String connection,
      Optional<String> prefix,
      Optional<String> pattern,
      Duration settle,
      Duration pokeInterval,
      Duration timeout,
      WaitTimeout onTimeout)
      implements WaitFor {
    public File {
      name = name == null ? Optional.empty() : name;
      before = before == null ? Optional.empty() : before;
      prefix = prefix == null ? Optional.empty() : prefix;
      pattern = pattern == null ? Optional.empty() : pattern;
    }
  }

  /** A query whose first row begins with a value that is not null, false, 0 or empty. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Sql(
      Optional<String> name,
      Optional<String> before,
      String connection,
      String query,
      Duration pokeInterval,
      Duration timeout,
      WaitTimeout onTimeout)
      implements WaitFor {
    public Sql {
      name = name == null ? Optional.empty() : name;
      before = before == null ? Optional.empty() : before;
    }
  }

  /** Datasets that have been loaded since a time, named as triggers name them. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Dataset(
      Optional<String> name,
      Optional<String> before,
      List<String> datasets,
      TriggerRequire when,
      WaitSince since,
      Duration pokeInterval,
      Duration timeout,
      WaitTimeout onTimeout)
      implements WaitFor {
    public Dataset {
      name = name == null ? Optional.empty() : name;
      before = before == null ? Optional.empty() : before;
      datasets = Immutable.list(datasets);
    }
  }

  /**
   * A time.
   *
   * @param until HH:MM of the day on which the waiting begins, or a date and time with its zone
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Time(
      Optional<String> name,
      Optional<String> before,
      String until,
      ZoneId timezone,
      Duration pokeInterval,
      Duration timeout,
      WaitTimeout onTimeout)
      implements WaitFor {
    public Time {
      name = name == null ? Optional.empty() : name;
      before = before == null ? Optional.empty() : before;
    }
  }

  /**
   * By the names of their gates, {@code wait:NAME}, which no step's can be. One without a name, or
   * whose name is taken, is called by its type with a number behind it.
   */
  static Map<String, WaitFor> named(List<WaitFor> all) {
    Map<String, WaitFor> named = new LinkedHashMap<>();
    for (WaitFor wait : all) {
      String type =
          switch (wait) {
            case File ignored -> "file";
            case Sql ignored -> "sql";
            case Dataset ignored -> "dataset";
            case Time ignored -> "time";
          };
      String name = "wait:" + wait.name().orElse(type);
      for (int more = 2; named.containsKey(name); more++) {
        name = "wait:" + wait.name().orElse(type) + "-" + more;
      }
      named.put(name, wait);
    }
    return named;
  }
}
