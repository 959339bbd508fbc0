package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.language.PipelineLanguage;
import ai.matih.pipelines.definition.validation.Draft;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Set;

/**
 * Makes the model of a draft without errors. The model groups what the language spells flat: a
 * sink's loads, a check's rule, a task's work.
 */
final class ModelBinding {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Set<String> CHECK_FIELDS = Set.of("name", "input", "max_failing", "on_fail");
  private static final Set<String> TASK_FIELDS =
      Set.of(
          "id",
          "depends_on",
          "when",
          "trigger_rule",
          "for_each",
          "engine",
          "retry_policy",
          "timeout",
          "compensate");

  private ModelBinding() {}

  static PipelineDefinition bind(ObjectNode normal) {
    ObjectNode model = PipelineLanguage.complete(normal);
    Draft draft = new Draft(model);
    draft.sinks().forEach(sink -> loads(draft, sink));
    model.set("quality_checks", grouped(model.path("quality_checks"), CHECK_FIELDS, "rule"));
    model.set("tasks", tasks(model.path("tasks")));
    try {
      return MAPPER.treeToValue(model, PipelineDefinition.class);
    } catch (JsonProcessingException drift) {
      throw new IllegalStateException("the language and the model differ", drift);
    }
  }

  private static void loads(Draft draft, Draft.Part sink) {
    ObjectNode object = (ObjectNode) sink.value();
    ArrayNode loads = JsonNodeFactory.instance.arrayNode();
    if (sink.has("tables")) {
      sink.value()
          .path("tables")
          .properties()
          .forEach(
              table ->
                  load(
                      loads,
                      table.getValue().path("input").asText(),
                      qualified(sink, table.getKey()),
                      table.getValue().has("merge_keys") ? table.getValue() : object));
    } else if (Draft.takesAllLeaves(sink)) {
      for (String leaf : draft.leaves()) {
        load(loads, leaf, qualified(sink, tableOf(draft, leaf)), object);
      }
    } else if (sink.has("input")) {
      String target = sink.text(PipelineLanguage.sinkTargets().get(sink.type()));
      load(loads, sink.text("input"), qualified(sink, target), object);
    }
    object.remove(List.of("input", "table", "topic", "prefix", "tables", "database", "merge_keys"));
    object.set("loads", loads);
  }

  private static void load(ArrayNode loads, String input, String target, JsonNode keys) {
    loads
        .addObject()
        .put("input", input)
        .put("target", target)
        .set("merge_keys", keys.path("merge_keys").isArray() ? keys.get("merge_keys") : null);
  }

  private static String qualified(Draft.Part sink, String table) {
    return sink.has("database") ? sink.text("database") + "." + table : table;
  }

  /** A dataset's table is named after the table it is read from, else after the dataset. */
  private static String tableOf(Draft draft, String dataset) {
    return draft.sources().stream()
        .filter(source -> source.name().equals(dataset) && source.has("table"))
        .map(source -> source.text("table"))
        .map(table -> table.substring(table.lastIndexOf('.') + 1))
        .findFirst()
        .orElse(dataset);
  }

  private static ArrayNode tasks(JsonNode tasks) {
    ArrayNode grouped = grouped(tasks, TASK_FIELDS, "work");
    for (JsonNode task : grouped) {
      JsonNode work = task.path("work");
      if (work.has("checks")) {
        ((ObjectNode) work).set("checks", grouped(work.path("checks"), CHECK_FIELDS, "rule"));
      }
    }
    return grouped;
  }

  /** Puts all members but the kept ones into a member of their own. */
  private static ArrayNode grouped(JsonNode items, Set<String> kept, String group) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : items) {
      ObjectNode outer = result.addObject();
      ObjectNode inner = outer.putObject(group);
      item.properties()
          .forEach(
              member ->
                  (kept.contains(member.getKey()) ? outer : inner)
                      .set(member.getKey(), member.getValue()));
    }
    return result;
  }
}
