package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.RunValue;
import ai.matih.pipelines.definition.SqlPlaceholders;
import ai.matih.pipelines.definition.language.Reading;
import ai.matih.pipelines.definition.language.TemplateText;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Placeholders name something that exists, and stand where a value can be made safe. */
final class PlaceholderNames implements Rule {
  private static final String INPUT = "input";
  private static final int MOST_MISPLACED = 20;

  @Override
  public void check(Draft draft, Reading reading) {
    Set<String> parameters = new LinkedHashSet<>();
    draft.parameters().forEach(parameter -> parameters.add(parameter.name()));
    List<Draft.Part> steps = draft.transformations();
    for (TemplateText template : reading.templates()) {
      List<String> inputs =
          steps.stream()
              .filter(step -> template.path().startsWith(step.path() + "."))
              .findFirst()
              .map(step -> step.list("inputs"))
              .orElse(List.of());
      Set<String> looked = new HashSet<>();
      for (Placeholder placeholder : Placeholders.in(template.text())) {
        if (looked.add(placeholder.raw()) && !reading.isFull()) {
          check(placeholder, template, parameters, inputs, draft, reading);
        }
      }
      if (template.kind().isSql()) {
        SqlPlaceholders.misplaced(template.text()).stream()
            .limit(MOST_MISPLACED)
            .forEach(placeholder -> misplaced(placeholder, template, reading));
      }
    }
  }

  private static void check(
      Placeholder placeholder,
      TemplateText template,
      Set<String> parameters,
      List<String> inputs,
      Draft draft,
      Reading reading) {
    switch (placeholder) {
      case Placeholder.Malformed malformed ->
          report(
              "invalid_placeholder",
              malformed,
              template,
              "this is no placeholder",
              "Write {{ name }}, {{ params.name }} or ${NAME}; there is no logic in it.",
              reading);
      case Placeholder.ParameterValue parameter -> {
        if (!parameters.contains(parameter.name())) {
          report(
              "unknown_placeholder",
              parameter,
              template,
              "there is no parameter " + parameter.name(),
              parameters.isEmpty()
                  ? "Add it under parameters."
                  : UnknownNames.remedy(parameter.name(), parameters),
              reading);
        }
      }
      case Placeholder.Relation relation -> relation(relation, template, inputs, draft, reading);
      case Placeholder.Variable variable -> {}
      case Placeholder.Value value -> {}
    }
  }

  private static void relation(
      Placeholder.Relation relation,
      TemplateText template,
      List<String> inputs,
      Draft draft,
      Reading reading) {
    boolean readable = template.kind().readsRelations() && !inputs.isEmpty();
    if (readable && inputs.contains(relation.name())) {
      return;
    }
    if (readable && relation.name().equals(INPUT)) {
      if (inputs.size() > 1) {
        report(
            "ambiguous_input",
            relation,
            template,
            "the step has several inputs",
            "Write one of " + braced(inputs) + ".",
            reading);
      }
      return;
    }
    boolean undeclared = readable && draft.datasets().contains(relation.name());
    Set<String> known = new LinkedHashSet<>(readable ? inputs : List.of());
    Stream.of(RunValue.values()).forEach(value -> known.add(value.wireName()));
    report(
        "unknown_placeholder",
        relation,
        template,
        undeclared
            ? relation.name() + " is not among the inputs of this step"
            : relation.name() + " means nothing here",
        undeclared ? "Add it to inputs." : UnknownNames.remedy(relation.name(), known),
        reading);
  }

  private static void misplaced(Placeholder placeholder, TemplateText template, Reading reading) {
    report(
        "misplaced_placeholder",
        placeholder,
        template,
        placeholder instanceof Placeholder.Relation
            ? "a relation cannot stand within quotes or a comment"
            : "no value can be put safely into a comment, a string with escapes or dollar quotes",
        "Move it out of them.",
        reading);
  }

  private static void report(
      String code,
      Placeholder placeholder,
      TemplateText template,
      String message,
      String remedy,
      Reading reading) {
    reading.error(
        code,
        template.path(),
        template.position().apply(placeholder.raw()),
        message + ": " + placeholder.raw(),
        remedy);
  }

  private static String braced(List<String> names) {
    return String.join(", ", names.stream().map(name -> "{{ " + name + " }}").toList());
  }
}
