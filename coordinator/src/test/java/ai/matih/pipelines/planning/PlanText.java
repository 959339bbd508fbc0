package ai.matih.pipelines.planning;

import java.util.stream.Collectors;

/** A plan as text, for comparison with a committed one that a person has read. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder("pipeline " + plan.pipelineName() + "\n");
    plan.engine()
        .candidates()
        .forEach(
            candidate ->
                line(
                    text,
                    "engine " + candidate.engine().wireName(),
                    candidate.kept() ? "kept:" : "rejected:",
                    candidate.reason()));
    line(text, "estimate", plan.estimate().basis().name());
    for (Stage stage : plan.stages()) {
      line(
          text,
          "stage " + stage.name() + " on " + stage.instance(),
          stage.after().isEmpty() ? "" : "after " + String.join(", ", stage.after()),
          stage.gates().stream()
              .map(gate -> "gate " + gate.name())
              .collect(Collectors.joining(" ")));
      for (Step step : stage.steps()) {
        String reads =
            step.inputs().stream()
                .map(input -> input.relation() + " = " + input.step())
                .collect(Collectors.joining(", "));
        line(
            text,
            "  " + step.name(),
            reads.isEmpty() ? "" : "reads " + reads,
            step.after().isEmpty() ? "" : "after " + String.join(", ", step.after()));
      }
    }
    plan.blockers()
        .forEach(
            blocker ->
                line(
                    text,
                    "BLOCKED",
                    blocker.code() + ":",
                    blocker.message(),
                    "->",
                    blocker.remedy()));
    plan.warnings().forEach(warning -> line(text, "warning", warning));
    line(text, "connections", String.join(", ", plan.connections()));
    return text.toString();
  }

  private static void line(StringBuilder text, String... parts) {
    for (String part : parts) {
      text.append(part.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : " ").append(part);
    }
    text.append('\n');
  }
}
