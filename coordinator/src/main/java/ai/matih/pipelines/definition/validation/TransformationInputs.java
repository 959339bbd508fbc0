package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A transformation reads sources and transformations that stand before it. */
final class TransformationInputs implements Rule {
  private static final Set<String> ONE_INPUT =
      Set.of("schema_check", "event_fold", "filter", "deduplicate", "window_aggregate");

  @Override
  public void check(Draft draft, Reading reading) {
    List<Draft.Part> steps = draft.transformations();
    Map<String, List<String>> inputs = new HashMap<>();
    steps.forEach(step -> inputs.putIfAbsent(step.name(), step.list("inputs")));
    Set<String> known = draft.datasets();
    Set<String> before = new HashSet<>();
    draft.sources().forEach(source -> before.add(source.name()));
    for (Draft.Part step : steps) {
      for (String input : step.list("inputs")) {
        if (!known.contains(input)) {
          UnknownNames.unknownInput(step.at("inputs"), input, known, reading);
        } else if (!before.contains(input)) {
          tooEarly(step, input, inputs, reading);
        }
      }
      if (ONE_INPUT.contains(step.type()) && step.list("inputs").size() > 1) {
        reading.error(
            "too_many_inputs",
            step.at("inputs"),
            step.type() + " reads one input",
            "Join the inputs in a sql_transform before it.");
      }
      before.add(step.name());
    }
  }

  private static void tooEarly(
      Draft.Part step, String input, Map<String, List<String>> inputs, Reading reading) {
    if (reaches(input, step.name(), inputs)) {
      reading.error(
          "cycle",
          step.at("inputs"),
          step.name() + " reads " + input + ", which in turn reads " + step.name(),
          "Break the circle: a step cannot depend on its own result.");
    } else {
      reading.error(
          "later_input",
          step.at("inputs"),
          input + " is defined after " + step.name(),
          "Move " + input + " before " + step.name() + ".");
    }
  }

  private static boolean reaches(String from, String target, Map<String, List<String>> inputs) {
    List<String> open = new ArrayList<>(List.of(from));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (next.equals(target)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(inputs.getOrDefault(next, List.of()));
      }
    }
    return false;
  }
}
