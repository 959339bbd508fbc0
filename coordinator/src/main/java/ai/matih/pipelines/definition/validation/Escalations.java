package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;

/** Who is asked by an escalation is only asked if there is one. */
final class Escalations implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    JsonNode approvals = draft.orchestration().value().path("approvals");
    for (int i = 0; i < approvals.size(); i++) {
      check("orchestration.approvals[" + i + "]", approvals.get(i), reading);
    }
    draft.tasks().forEach(task -> check(task.path(), task.value(), reading));
  }

  private static void check(String path, JsonNode consent, Reading reading) {
    if (consent.path("escalate").size() > 0
        && !consent.path("on_timeout").asText().equals("escalate")) {
      reading.error(
          "conflict",
          path + ".escalate",
          "the gate never escalates: the run is cancelled when nobody decided in time",
          "Add on_timeout: escalate.");
    }
  }
}
