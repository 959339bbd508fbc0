package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.NearestName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An object whose {@code type} says which fields it has.
 *
 * @param what what it is, as words that follow "a" ("source")
 * @param variants type to fields, in the order in which they are documented
 * @param aliases documented second names of types
 */
public record Tagged(
    String name, String what, Map<String, Shape> variants, Map<String, String> aliases)
    implements FieldType {
  static final String TYPE = "type";

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.error(
          "wrong_type",
          path,
          node,
          "expected a " + what + Scalar.kind(node),
          "Give a map with type and its fields.");
      return Optional.empty();
    }
    Optional<Node> written = member(mapping, TYPE);
    if (written.isEmpty()) {
      reading.missing(
          "missing_field",
          Shape.child(path, TYPE),
          path,
          "the " + what + " has no type",
          "Add type: one of " + String.join(", ", variants.keySet()) + ".");
      return Optional.of(named(mapping));
    }
    Optional<String> type = variant(written.get(), path, reading);
    if (type.isEmpty()) {
      return Optional.of(named(mapping));
    }
    Optional<JsonNode> value = variants.get(type.get()).read(node, path, reading);
    value.ifPresent(object -> ((ObjectNode) object).put(TYPE, type.get()));
    return value;
  }

  /** As much of an object of unknown type as others refer to, so that they are not blamed too. */
  private static JsonNode named(MappingNode mapping) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("name", "id")) {
      member(mapping, field)
          .filter(ScalarNode.class::isInstance)
          .ifPresent(node -> object.put(field, ((ScalarNode) node).getValue()));
    }
    return object;
  }

  private Optional<String> variant(Node node, String path, Reading reading) {
    String written = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    String type = aliases.getOrDefault(written, written);
    if (variants.containsKey(type)) {
      return Optional.of(type);
    }
    reading.error(
        node instanceof ScalarNode ? "unknown_value" : "wrong_type",
        Shape.child(path, TYPE),
        node,
        node instanceof ScalarNode
            ? "there is no " + what + " of type " + written
            : "expected a type" + Scalar.kind(node),
        NearestName.to(written, variants.keySet())
            .map(near -> "Did you mean " + near + "?")
            .orElse("Known types: " + String.join(", ", variants.keySet()) + "."));
    return Optional.empty();
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return variants.get(value.path(TYPE).asText()).complete(value);
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return definitions.reference(
        name,
        () -> {
          ObjectNode schema = JsonNodeFactory.instance.objectNode();
          schema.put("description", "A " + what + "; type says which fields it has.");
          ArrayNode oneOf = schema.putArray("oneOf");
          variants.values().forEach(shape -> oneOf.add(shape.schema(definitions)));
          return schema;
        });
  }

  private static Optional<Node> member(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }
}
