package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.KafkaSink;
import ai.matih.pipelines.definition.KafkaSource;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.RecordFormat;
import ai.matih.pipelines.planning.Plan.Blocker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The variables that a definition takes from its tenant, {@code ${NAME}}. */
final class Variables {
  private static final String REGISTRY = "schemaRegistry";

  private Variables() {}

  /** A blocker for each variable that a run would need and that is not among {@code set}. */
  static List<Blocker> unset(PipelineDefinition definition, Set<String> set) {
    return unset(named(definition), set);
  }

  /** The same for the variables that a definition names. */
  static List<Blocker> unset(Set<String> named, Set<String> set) {
    return named.stream()
        .filter(name -> !set.contains(name))
        .map(
            name ->
                new Blocker(
                    "variable_unset",
                    "variable " + name,
                    "there is no variable " + name,
                    "matih variables set " + name + "=VALUE"))
        .toList();
  }

  /** Every variable that is used, sorted; a registry that the format does not ask is not. */
  static Set<String> named(PipelineDefinition definition) {
    JsonNode tree = CanonicalJson.tree(definition);
    definition
        .sources()
        .forEach(
            (name, source) -> {
              if (source instanceof KafkaSource kafka && kafka.format() == RecordFormat.JSON) {
                ((ObjectNode) tree.path("sources").path(name)).remove(REGISTRY);
              }
            });
    definition
        .sinks()
        .forEach(
            (name, sink) -> {
              if (sink instanceof KafkaSink kafka && kafka.format() == RecordFormat.JSON) {
                ((ObjectNode) tree.path("sinks").path(name)).remove(REGISTRY);
              }
            });
    Set<String> names = new TreeSet<>();
    collect(tree, names);
    return names;
  }

  private static void collect(JsonNode node, Set<String> names) {
    if (node.isTextual()) {
      for (Placeholder placeholder : Placeholders.in(node.textValue())) {
        if (placeholder instanceof Placeholder.Variable variable) {
          names.add(variable.name());
        }
      }
    }
    node.forEach(child -> collect(child, names));
  }
}
