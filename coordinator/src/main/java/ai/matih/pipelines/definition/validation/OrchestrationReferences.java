package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gates, schedule and budget refer to what is there and can be met. */
final class OrchestrationReferences implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    Draft.Part orchestration = draft.orchestration();
    Set<String> steps = new LinkedHashSet<>(draft.datasets());
    draft.sinks().forEach(sink -> steps.add(sink.name()));
    draft.tasks().forEach(task -> steps.add(task.name()));
    for (String gates : List.of("approvals", "wait_for")) {
      JsonNode items = orchestration.value().path(gates);
      for (int i = 0; i < items.size(); i++) {
        String before = items.get(i).path("before").asText();
        if (!before.isEmpty() && !steps.contains(before)) {
          UnknownNames.unknown(
              "unknown_step",
              "step",
              "orchestration." + gates + "[" + i + "].before",
              before,
              steps,
              reading);
        }
      }
    }
    dates(orchestration, reading);
    if (orchestration.has("min_quality_score")
        && draft.checks().isEmpty()
        && draft.tasks().stream().allMatch(task -> Draft.checks(task).isEmpty())) {
      reading.warning(
          "no_checks",
          "orchestration.min_quality_score",
          "no check gives a score, so nothing can be below it",
          "Add quality_checks, or remove min_quality_score.");
    }
    if (orchestration.has("budget")
        && !orchestration.value().path("budget").has("max_cost_per_run")
        && !orchestration.value().path("budget").has("max_cost_per_month")) {
      reading.missing(
          "missing_field",
          "orchestration.budget.max_cost_per_run",
          "orchestration.budget",
          "the budget has no amount",
          "Add max_cost_per_run or max_cost_per_month.");
    }
  }

  private static void dates(Draft.Part orchestration, Reading reading) {
    String start = orchestration.value().path("schedule").path("start_date").asText();
    String end = orchestration.value().path("schedule").path("end_date").asText();
    if (!start.isEmpty() && !end.isEmpty() && start.compareTo(end) > 0) {
      reading.error(
          "out_of_range",
          "orchestration.schedule.end_date",
          "the schedule ends on " + end + " before it starts on " + start,
          "Exchange the dates.");
    }
  }
}
