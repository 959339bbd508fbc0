package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources, transformations, sinks and tasks share one space of names; checks have their own. */
final class UniqueNames implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    Map<String, String> steps = new HashMap<>();
    unique(draft.sources(), "", steps, reading);
    unique(draft.transformations(), ".name", steps, reading);
    unique(draft.sinks(), "", steps, reading);
    unique(draft.tasks(), ".id", steps, reading);
    unique(draft.checks(), ".name", new HashMap<>(), reading);
  }

  private static void unique(
      List<Draft.Part> parts, String nameField, Map<String, String> seen, Reading reading) {
    for (Draft.Part part : parts) {
      String earlier = part.name().isEmpty() ? null : seen.putIfAbsent(part.name(), part.path());
      if (earlier != null) {
        reading.error(
            "duplicate_name",
            part.path() + nameField,
            "the name " + part.name() + " is already used by " + earlier,
            "Rename one of them; steps are referred to by name.");
      }
    }
  }
}
