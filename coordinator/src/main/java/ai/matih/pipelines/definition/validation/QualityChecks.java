package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.math.BigDecimal;
import java.util.Set;

/** What a check looks at, and whether what it asks can be answered. */
final class QualityChecks implements Rule {
  private static final Set<String> DATASET_RULES = Set.of("row_count", "freshness", "schema");

  @Override
  public void check(Draft draft, Reading reading) {
    Set<String> datasets = draft.datasets();
    for (Draft.Part check : draft.checks()) {
      if (check.has("input") && !datasets.contains(check.text("input"))) {
        UnknownNames.unknownInput(check.at("input"), check.text("input"), datasets, reading);
      } else if (!check.has("input") && draft.leaves().size() > 1) {
        reading.error(
            "ambiguous_input",
            check.at("input"),
            "it is not clear what is checked: " + String.join(", ", draft.leaves()),
            "Write the check with type and input.");
      }
      if (check.has("references") && !datasets.contains(check.text("references"))) {
        UnknownNames.unknownInput(
            check.at("references"), check.text("references"), datasets, reading);
      }
      fields(check, reading);
    }
    draft.tasks().forEach(task -> Draft.checks(task).forEach(check -> fields(check, reading)));
  }

  private static void fields(Draft.Part check, Reading reading) {
    switch (check.type()) {
      case "row_count" -> bounds(check, check.text("min"), check.text("max"), reading);
      case "range" ->
          bounds(
              check,
              check.value().path("min").path("text").asText(),
              check.value().path("max").path("text").asText(),
              reading);
      case "referential" -> sameLength(check, reading);
      default -> {}
    }
    if (DATASET_RULES.contains(check.type())
        && Set.of("drop", "quarantine").contains(check.text("on_fail"))) {
      reading.error(
          "conflict",
          check.at("on_fail"),
          check.type() + " says nothing about single rows, so none can be left out",
          "Use fail, warn or approve.");
    }
  }

  private static void bounds(Draft.Part check, String min, String max, Reading reading) {
    if (!check.has("min") && !check.has("max")) {
      reading.missing(
          "missing_field",
          check.at("min"),
          check.path(),
          check.type() + " needs min or max",
          "Add min, max or both.");
    } else if (greater(min, max)) {
      reading.error(
          "out_of_range",
          check.at("min"),
          "min " + min + " is greater than max " + max,
          "Exchange them.");
    }
  }

  private static boolean greater(String min, String max) {
    if (min.isEmpty() || max.isEmpty()) {
      return false;
    }
    try {
      return new BigDecimal(min).compareTo(new BigDecimal(max)) > 0;
    } catch (NumberFormatException notNumbers) {
      return false;
    }
  }

  private static void sameLength(Draft.Part check, Reading reading) {
    int columns = check.list("columns").size();
    int referenced = check.list("referenced_columns").size();
    if (columns > 0 && referenced > 0 && columns != referenced) {
      reading.error(
          "conflict",
          check.at("referenced_columns"),
          columns + " columns refer to " + referenced,
          "Give as many referenced_columns as columns, in the same order.");
    }
  }
}
