package ai.matih.pipelines.definition.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A definition in normal form of which parts may be missing, because they were not written or could
 * not be read. Paths in it are those of the text.
 */
public record Draft(ObjectNode root) {
  /** An item of a section with its path in the text. */
  public record Part(String path, String name, JsonNode value) {
    public String text(String field) {
      return value.path(field).asText();
    }

    public boolean has(String field) {
      return value.hasNonNull(field);
    }

    public String type() {
      return text("type");
    }

    Duration duration(String field) {
      return has(field) ? Duration.parse(text(field)) : Duration.ZERO;
    }

    public List<String> list(String field) {
      return texts(value.path(field));
    }

    public String at(String field) {
      return path + "." + field;
    }
  }

  public List<Part> sources() {
    return named("sources");
  }

  public List<Part> sinks() {
    return named("sinks");
  }

  public List<Part> parameters() {
    return named("parameters");
  }

  public List<Part> transformations() {
    return listed("transformations", "name");
  }

  public List<Part> tasks() {
    return listed("tasks", "id");
  }

  public List<Part> checks() {
    return listed("quality_checks", "name");
  }

  /** The checks of a task of type {@code quality}; none for any other. */
  public static List<Part> checks(Part task) {
    return items(task.value().path("checks"), task.at("checks"), "name");
  }

  public Part orchestration() {
    return new Part("orchestration", "orchestration", root.path("orchestration"));
  }

  /** What transformations, checks and sinks may read: sources and transformations. */
  public Set<String> datasets() {
    Set<String> names = new LinkedHashSet<>();
    sources().forEach(source -> names.add(source.name()));
    transformations().forEach(step -> names.add(step.name()));
    names.remove("");
    return names;
  }

  /** Datasets that no transformation reads. */
  public Set<String> leaves() {
    Set<String> names = new LinkedHashSet<>(datasets());
    transformations().forEach(step -> step.list("inputs").forEach(names::remove));
    return names;
  }

  /** Sinks that take unreadable rows of a source, and nothing else unless they have an input. */
  public Set<String> deadLetterSinks() {
    Set<String> names = new LinkedHashSet<>();
    sources().forEach(source -> names.add(source.text("dead_letter")));
    return names;
  }

  /**
   * Whether a topic is read to an end: as written, else if a schedule or a number of records is.
   */
  public boolean readsBatch(Part kafka) {
    return kafka.has("read")
        ? kafka.text("read").equals("batch")
        : kafka.has("max_records") || orchestration().has("schedule");
  }

  /** The datasets that a sink loads, as far as they are known. */
  public Set<String> inputsOf(Part sink) {
    Set<String> inputs = new LinkedHashSet<>();
    if (sink.has("input")) {
      inputs.add(sink.text("input"));
    } else if (sink.has("tables")) {
      sink.value().path("tables").forEach(load -> inputs.add(load.path("input").asText()));
    } else if (!deadLetterSinks().contains(sink.name())) {
      Set<String> leaves = leaves();
      if (leaves.size() == 1 || takesAllLeaves(sink)) {
        inputs.addAll(leaves);
      }
    }
    return inputs;
  }

  /** A sink with a database instead of a table has a table for each dataset nothing else reads. */
  public static boolean takesAllLeaves(Part sink) {
    return sink.has("database") && !sink.has("table") && !sink.has("tables");
  }

  /** The sources from which a dataset comes, itself if it is one. */
  public Set<String> origins(String dataset) {
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    transformations().forEach(step -> inputs.put(step.name(), step.list("inputs")));
    Set<String> seen = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(dataset));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (seen.add(next)) {
        open.addAll(inputs.getOrDefault(next, List.of()));
      }
    }
    seen.removeAll(inputs.keySet());
    return seen;
  }

  private List<Part> named(String section) {
    List<Part> parts = new ArrayList<>();
    root.path(section)
        .properties()
        .forEach(
            entry ->
                parts.add(
                    new Part(section + "." + entry.getKey(), entry.getKey(), entry.getValue())));
    return Collections.unmodifiableList(parts);
  }

  private List<Part> listed(String section, String nameField) {
    return items(root.path(section), section, nameField);
  }

  private static List<Part> items(JsonNode list, String path, String nameField) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      parts.add(new Part(path + "[" + i + "]", list.get(i).path(nameField).asText(), list.get(i)));
    }
    return Collections.unmodifiableList(parts);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return Collections.unmodifiableList(texts);
  }
}
