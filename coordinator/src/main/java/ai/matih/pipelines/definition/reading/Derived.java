package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.validation.Draft;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Values that follow from other parts of the definition: the only possible input, the way a topic
 * is read, names of checks. Written into a draft that has no errors, so that a definition that
 * spells them out is the same as one that does not.
 */
final class Derived {
  private static final int DEFAULT_MAX_RECORDS = 10_000;

  private Derived() {}

  static void fillIn(Draft draft) {
    for (Draft.Part source : draft.sources()) {
      if (source.type().equals("kafka")) {
        boolean batch = draft.readsBatch(source);
        object(source).put("read", batch ? "batch" : "continuous");
        if (!source.has("max_records")) {
          object(source).put("max_records", DEFAULT_MAX_RECORDS);
        }
      }
    }
    draft.sinks().stream()
        .filter(sink -> !sink.has("tables") && !Draft.takesAllLeaves(sink))
        .forEach(
            sink ->
                draft.inputsOf(sink).stream()
                    .findFirst()
                    .ifPresent(input -> object(sink).put("input", input)));
    draft.checks().stream()
        .filter(check -> !check.has("input"))
        .forEach(check -> object(check).put("input", draft.leaves().iterator().next()));
    nameChecks(draft.checks());
    for (Draft.Part task : draft.tasks()) {
      List<Draft.Part> checks = Draft.checks(task);
      checks.stream()
          .filter(check -> !check.has("input"))
          .forEach(check -> object(check).put("input", checkedOutput(draft, task)));
      nameChecks(checks);
    }
  }

  private static String checkedOutput(Draft draft, Draft.Part task) {
    return task.list("depends_on").stream()
        .filter(
            before ->
                draft.tasks().stream()
                    .anyMatch(other -> other.name().equals(before) && other.has("output")))
        .findFirst()
        .orElseThrow();
  }

  private static void nameChecks(List<Draft.Part> checks) {
    Set<String> taken = new HashSet<>();
    checks.stream().filter(check -> check.has("name")).forEach(check -> taken.add(check.name()));
    for (Draft.Part check : checks) {
      if (!check.has("name")) {
        object(check).put("name", free(suggested(check), taken));
      }
    }
  }

  private static String suggested(Draft.Part check) {
    JsonNode column = check.value().path("columns").path(0);
    String about = column.isMissingNode() ? check.text("column") : column.asText();
    String name = about.isEmpty() ? check.type() : check.type() + "_" + about;
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }

  private static String free(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  private static ObjectNode object(Draft.Part part) {
    return (ObjectNode) part.value();
  }
}
