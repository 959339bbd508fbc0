package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.PipelineLanguage;
import ai.matih.pipelines.definition.language.Reading;
import java.util.Map;
import java.util.Set;

/** What a sink loads, where to, and what its mode needs. */
final class SinkFieldsTogether implements Rule {
  private static final Map<String, Set<String>> MODES =
      Map.of(
          "kafka", Set.of("append"),
          "file", Set.of("append", "overwrite", "overwrite_partition"));

  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part sink : draft.sinks()) {
      input(draft, sink, reading);
      target(sink, reading);
      mode(sink, reading);
      if (sink.type().equals("kafka")
          && Set.of("avro", "protobuf").contains(sink.text("format"))
          && !sink.has("schema_registry")) {
        reading.missing(
            "missing_field",
            sink.at("schema_registry"),
            sink.at("format"),
            "format " + sink.text("format") + " needs schema_registry",
            "Add schema_registry.");
      }
    }
  }

  private static void input(Draft draft, Draft.Part sink, Reading reading) {
    Set<String> datasets = draft.datasets();
    if (sink.has("input") && sink.has("tables")) {
      reading.error(
          "conflict",
          sink.at("tables"),
          "input and tables exclude each other",
          "Keep tables; each of them has its own input.");
    } else if (sink.has("input") && !datasets.contains(sink.text("input"))) {
      UnknownNames.unknownInput(sink.at("input"), sink.text("input"), datasets, reading);
    } else if (sink.has("tables")) {
      sink.value()
          .path("tables")
          .properties()
          .forEach(
              table -> {
                String input = table.getValue().path("input").asText();
                if (!input.isEmpty() && !datasets.contains(input)) {
                  UnknownNames.unknownInput(
                      sink.at("tables") + "." + table.getKey() + ".input",
                      input,
                      datasets,
                      reading);
                }
              });
    } else if (!sink.has("input")
        && draft.inputsOf(sink).isEmpty()
        && !datasets.isEmpty()
        && !draft.deadLetterSinks().contains(sink.name())) {
      reading.error(
          "ambiguous_input",
          sink.at("input"),
          "it is not clear what is loaded: " + String.join(", ", draft.leaves()),
          "Add input: with one of them, or tables: for several.");
    }
  }

  private static void target(Draft.Part sink, Reading reading) {
    String field = PipelineLanguage.sinkTargets().getOrDefault(sink.type(), "");
    if (!field.equals("table")) {
      return;
    }
    if (sink.has("table") && sink.has("tables")) {
      reading.error(
          "conflict",
          sink.at("tables"),
          "table and tables exclude each other",
          "Keep one of them.");
    } else if (!sink.has("table") && !sink.has("tables") && !sink.has("database")) {
      reading.missing(
          "missing_field",
          sink.at("table"),
          sink.path(),
          "the sink has no table",
          "Add table, or tables for several.");
    }
  }

  private static void mode(Draft.Part sink, Reading reading) {
    String mode = sink.text("mode");
    Set<String> possible = MODES.get(sink.type());
    if (possible != null && !mode.isEmpty() && !possible.contains(mode)) {
      reading.error(
          "mode_not_supported",
          sink.at("mode"),
          "a " + sink.type() + " sink cannot " + mode,
          "Use " + String.join(" or ", possible.stream().sorted().toList()) + ".");
      return;
    }
    if (mode.equals("merge_on_key")) {
      mergeKeys(sink, reading);
    } else if (sink.has("merge_keys") && !mode.isEmpty()) {
      reading.warning(
          "unused_field",
          sink.at("merge_keys"),
          "merge_keys have no meaning in mode " + mode,
          "Write mode: merge_on_key, or remove merge_keys.");
    }
    if (mode.equals("overwrite_partition") && !sink.has("partition_by")) {
      reading.missing(
          "missing_field",
          sink.at("partition_by"),
          sink.at("mode"),
          "overwrite_partition needs partition_by",
          "Add partition_by with the columns whose partitions are replaced.");
    }
  }

  private static void mergeKeys(Draft.Part sink, Reading reading) {
    boolean everyTable =
        sink.has("tables")
            && sink.value().path("tables").valueStream().allMatch(load -> load.has("merge_keys"));
    if (!sink.has("merge_keys") && !everyTable) {
      reading.missing(
          "merge_without_keys",
          sink.at("merge_keys"),
          sink.at("mode"),
          "merge_on_key needs merge_keys",
          "Add merge_keys with the columns that say which row is meant.");
    }
  }
}
