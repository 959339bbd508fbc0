package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Triggers have names of their own, name parameters that there are, and start no circle. */
final class TriggerFields implements Rule {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Override
  public void check(Draft draft, Reading reading) {
    JsonNode triggers = draft.orchestration().value().path("triggers");
    Map<String, String> names = new HashMap<>();
    for (int one = 0; one < triggers.size(); one++) {
      String path = "orchestration.triggers[" + one + "]";
      Draft.Part trigger =
          new Draft.Part(path, triggers.get(one).path("name").asText(), triggers.get(one));
      String earlier = trigger.name().isEmpty() ? null : names.putIfAbsent(trigger.name(), path);
      if (earlier != null) {
        reading.error(
            "duplicate_name",
            trigger.at("name"),
            "the name " + trigger.name() + " is already used by " + earlier,
            "Rename one of them; what a trigger has seen goes with its name.");
      }
      switch (trigger.type()) {
        case "dataset" -> datasets(draft, trigger, reading);
        case "kafka", "file" -> polled(draft, trigger, reading);
        default -> {}
      }
    }
  }

  private static void datasets(Draft draft, Draft.Part trigger, Reading reading) {
    for (String earlier : new String[] {"dataset", "require"}) {
      if (trigger.has(earlier)) {
        reading.error(
            "conflict",
            trigger.at(earlier),
            earlier + " is an earlier spelling of what is also given",
            "Keep " + (earlier.equals("dataset") ? "datasets" : "when") + ".");
      }
    }
    if (!trigger.has("datasets")) {
      reading.missing(
          "missing_field",
          trigger.at("datasets"),
          trigger.path(),
          "the trigger names no dataset",
          "Add datasets: [pipeline.sink], or the name of a dataset as lineage shows it.");
      return;
    }
    Set<String> own = own(draft);
    for (String dataset : trigger.list("datasets")) {
      if (own.stream().anyMatch(loaded -> same(loaded, dataset))) {
        reading.error(
            "circular_trigger",
            trigger.at("datasets"),
            "the pipeline loads " + dataset + " itself, so each run would start the next",
            "Name a dataset that another pipeline loads.");
      }
    }
  }

  /** What this pipeline loads, as far as the text shows it. */
  private static Set<String> own(Draft draft) {
    Set<String> names = new HashSet<>();
    String pipeline = draft.root().path("metadata").path("name").asText();
    for (Draft.Part sink : draft.sinks()) {
      names.add(pipeline + "." + sink.name());
      if (sink.has("table")) {
        names.add((sink.has("database") ? sink.text("database") + "." : "") + sink.text("table"));
      }
      sink.value().path("tables").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private static boolean same(String loaded, String wanted) {
    return loaded.equals(wanted)
        || loaded.contains(".") && wanted.endsWith("." + loaded)
        || wanted.contains(".") && loaded.endsWith("." + wanted);
  }

  private static void polled(Draft draft, Draft.Part trigger, Reading reading) {
    if (trigger.has("poll_interval") && trigger.duration("poll_interval").compareTo(SHORTEST) < 0) {
      reading.error(
          "out_of_range",
          trigger.at("poll_interval"),
          "a trigger looks at most once a second",
          "Give 1s or more.");
    }
    Set<String> known = new HashSet<>();
    draft.parameters().forEach(parameter -> known.add(parameter.name()));
    boolean batch = trigger.text("per").equals("batch");
    trigger
        .value()
        .path("parameters")
        .properties()
        .forEach(
            entry -> {
              String place = trigger.at("parameters") + "." + entry.getKey();
              if (!known.contains(entry.getKey())) {
                UnknownNames.unknown(
                    "unknown_parameter", "parameter", place, entry.getKey(), known, reading);
              }
              boolean counts = entry.getValue().asText().equals("count");
              if (trigger.type().equals("file") && counts != batch) {
                reading.error(
                    "conflict",
                    place,
                    batch
                        ? "a batch of files has no single " + entry.getValue().asText()
                        : "count is for per: batch",
                    batch ? "Use count, or per: file." : "Use path, name, size or modified.");
              }
            });
  }
}
