package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.HashSet;
import java.util.Set;

/** Warns of datasets that are made and never loaded. */
final class UnreadDatasets implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    if (draft.sinks().isEmpty()) {
      return;
    }
    Set<String> loaded = new HashSet<>();
    draft.sinks().forEach(sink -> loaded.addAll(draft.inputsOf(sink)));
    boolean unclear =
        draft.sinks().stream()
            .anyMatch(
                sink ->
                    draft.inputsOf(sink).isEmpty()
                        && !draft.deadLetterSinks().contains(sink.name()));
    if (unclear) {
      return;
    }
    Set<String> leaves = draft.leaves();
    draft.sources().stream()
        .filter(source -> leaves.contains(source.name()) && !loaded.contains(source.name()))
        .forEach(source -> warn(source, reading));
    draft.transformations().stream()
        .filter(step -> leaves.contains(step.name()) && !loaded.contains(step.name()))
        .forEach(step -> warn(step, reading));
  }

  private static void warn(Draft.Part part, Reading reading) {
    reading.warning(
        "unread_dataset",
        part.path(),
        "nothing reads " + part.name(),
        "Load it in a sink, read it in a step, or remove it.");
  }
}
