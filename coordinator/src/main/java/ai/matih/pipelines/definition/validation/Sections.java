package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.List;

/** A definition has either sources and sinks, or tasks; and it has a name. */
final class Sections implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    if (!draft.root().has("metadata")) {
      missing("metadata", "metadata: with at least a name.", reading);
    }
    if (reading.isWritten("tasks")) {
      for (String section : List.of("sources", "transformations", "quality_checks", "sinks")) {
        if (draft.root().has(section)) {
          reading.error(
              "conflict",
              section,
              section + " and tasks cannot stand in one definition",
              "Keep either tasks, or sources and sinks.");
        }
      }
      return;
    }
    if (!draft.root().has("sources")) {
      missing("sources", "sources: with at least one source, or write tasks.", reading);
    }
    if (!draft.root().has("sinks")) {
      missing("sinks", "sinks: with at least one sink.", reading);
    }
  }

  private static void missing(String section, String remedy, Reading reading) {
    reading.missing(
        "missing_section", section, "", "the section " + section + " is missing", "Add " + remedy);
  }
}
