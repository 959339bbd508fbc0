package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fields of a transformation that need or exclude each other. */
final class TransformationFieldsTogether implements Rule {
  private static final Map<String, Set<String>> WINDOW_NEEDS =
      Map.of(
          "tumbling", Set.of("size"),
          "sliding", Set.of("size", "slide"),
          "session", Set.of("gap"));

  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part step : draft.transformations()) {
      switch (step.type()) {
        case "sql_transform" -> exactlyOne(step, List.of("sql", "sql_file"), reading);
        case "spark" -> exactlyOne(step, List.of("sql", "sql_file", "application"), reading);
        case "window_aggregate" ->
            window(
                new Draft.Part(step.at("window"), "window", step.value().path("window")), reading);
        default -> {}
      }
    }
  }

  private static void exactlyOne(Draft.Part step, List<String> fields, Reading reading) {
    List<String> given =
        fields.stream().filter(field -> reading.isWritten(step.at(field))).toList();
    if (given.isEmpty()) {
      reading.missing(
          "missing_field",
          step.at(fields.getFirst()),
          step.path(),
          step.type() + " needs one of " + String.join(", ", fields),
          "Add " + fields.getFirst() + ".");
    } else if (given.size() > 1) {
      reading.error(
          "conflict",
          step.at(given.get(1)),
          String.join(" and ", given) + " exclude each other",
          "Keep one of them.");
    }
  }

  private static void window(Draft.Part window, Reading reading) {
    Set<String> needed = WINDOW_NEEDS.get(window.type());
    if (needed == null) {
      return;
    }
    for (String field : List.of("size", "slide", "gap")) {
      if (needed.contains(field) && !window.has(field)) {
        reading.missing(
            "missing_field",
            window.at(field),
            window.at("type"),
            "a " + window.type() + " window needs " + field,
            "Add " + field + ", as in " + field + ": 10m.");
      } else if (!needed.contains(field) && window.has(field)) {
        reading.error(
            "conflict",
            window.at(field),
            "a " + window.type() + " window has no " + field,
            "Remove it, or choose another type of window.");
      } else if (window.has(field) && window.duration(field).isZero()) {
        reading.error(
            "out_of_range",
            window.at(field),
            field + " of a window cannot be zero",
            "Give a longer one.");
      }
    }
  }
}
