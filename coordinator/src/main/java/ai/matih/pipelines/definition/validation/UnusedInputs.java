package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.language.Reading;
import java.util.Set;
import java.util.stream.Collectors;

/** Warns of inputs that a statement does not read: their rows would be extracted for nothing. */
final class UnusedInputs implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part step : draft.transformations()) {
      if (step.type().equals("sql_transform")) {
        reading.templates().stream()
            .filter(template -> template.path().startsWith(step.path() + ".sql"))
            .forEach(template -> check(step, template.text(), reading));
      }
    }
  }

  private static void check(Draft.Part step, String sql, Reading reading) {
    Set<String> read =
        Placeholders.in(sql).stream()
            .filter(Placeholder.Relation.class::isInstance)
            .map(relation -> ((Placeholder.Relation) relation).name())
            .collect(Collectors.toSet());
    if (read.contains("input")) {
      return;
    }
    step.list("inputs").stream()
        .filter(input -> !read.contains(input))
        .forEach(
            input ->
                reading.warning(
                    "unused_input",
                    step.at("inputs"),
                    "the statement does not read " + input,
                    "Write {{ " + input + " }} where it is read, or remove it from inputs."));
  }
}
