package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One spelling for what can be written in several ways, before rules look at it. */
final class NormalForm {
  private NormalForm() {}

  static void bring(ObjectNode root, Reading reading) {
    root.remove("kind");
    move(root, "name", "metadata", reading);
    move(root, "schedule", "orchestration", reading);
    ObjectNode orchestration = (ObjectNode) root.path("orchestration").require();
    if (orchestration.path("engine").asText().equals("auto")) {
      orchestration.remove("engine");
    }
    for (JsonNode trigger : orchestration.path("triggers")) {
      rename(trigger, "dataset", "datasets");
      rename(trigger, "require", "when");
    }
  }

  private static void rename(JsonNode object, String earlier, String now) {
    if (object.has(earlier) && !object.has(now)) {
      ((ObjectNode) object).set(now, ((ObjectNode) object).remove(earlier));
    }
  }

  /** Takes the statements of files in, so that hash and model see them. */
  static void includeFiles(ObjectNode root, Reading reading) {
    for (JsonNode step : root.path("transformations")) {
      if (step.hasNonNull("sql_file") && !step.has("sql")) {
        reading
            .include(step.path("sql_file").asText())
            .ifPresent(text -> ((ObjectNode) step).put("sql", text));
      }
    }
  }

  private static void move(ObjectNode root, String field, String section, Reading reading) {
    JsonNode value = root.remove(field);
    if (!root.has(section) && (value != null || section.equals("orchestration"))) {
      root.set(section, JsonNodeFactory.instance.objectNode());
    }
    if (value == null) {
      return;
    }
    ObjectNode target = (ObjectNode) root.get(section);
    if (target.has(field)) {
      reading.error(
          "conflict",
          field,
          field + " and " + section + "." + field + " say the same thing",
          "Keep one of them.");
    }
    target.set(field, value);
  }
}
