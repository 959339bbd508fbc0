package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.NearestName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An object with known fields.
 *
 * @param name its name among the schema's definitions
 * @param description a sentence about it
 */
public record Shape(String name, String description, List<Field> fields) implements FieldType {
  public Shape {
    fields = List.copyOf(fields);
  }

  static Shape of(String name, String description, Field... fields) {
    return new Shape(name, description, List.of(fields));
  }

  /** This shape with more fields at its end. */
  Shape with(List<Field> more) {
    return new Shape(name, description, Stream.concat(fields.stream(), more.stream()).toList());
  }

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.error(
          "wrong_type",
          path,
          node,
          "expected a map" + Scalar.kind(node),
          "Give a map with " + String.join(", ", names()) + ".");
      return Optional.empty();
    }
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    Map<String, String> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      readMember(tuple, path, reading, seen, value);
    }
    for (Field field : fields) {
      if (field.required() && !seen.containsKey(field.name())) {
        reading.missing(
            "missing_field",
            child(path, field.name()),
            path,
            "the field " + field.name() + " is missing",
            "Add " + field.name() + ": " + field.description());
      }
    }
    return Optional.of(value);
  }

  private void readMember(
      NodeTuple tuple, String path, Reading reading, Map<String, String> seen, ObjectNode value) {
    Optional<String> key = Keys.read(tuple.getKeyNode(), path, reading);
    if (key.isEmpty() || reading.isFull()) {
      return;
    }
    Optional<Field> known = field(key.get());
    if (known.isEmpty()) {
      reading.error(
          "unknown_field",
          child(path, key.get()),
          tuple.getKeyNode(),
          "unknown field " + key.get(),
          NearestName.to(key.get(), names())
              .map(near -> "Did you mean " + near + "?")
              .orElse("Known fields: " + String.join(", ", names()) + "."));
      return;
    }
    Field field = known.get();
    String earlier = seen.putIfAbsent(field.name(), key.get());
    String childPath = child(path, key.get());
    if (earlier != null) {
      boolean same = earlier.equals(key.get());
      reading.error(
          same ? "duplicate_key" : "conflict",
          childPath,
          tuple.getKeyNode(),
          same
              ? "the field " + key.get() + " is given twice"
              : key.get() + " and " + earlier + " say the same thing",
          "Keep one of them.");
      return;
    }
    Node content = tuple.getValueNode();
    reading.place(childPath, content instanceof ScalarNode ? content : tuple.getKeyNode());
    if (!childPath.equals(child(path, field.name()))) {
      reading.place(child(path, field.name()), tuple.getKeyNode());
    }
    field
        .type()
        .read(content, childPath, reading)
        .filter(read -> !field.defaultValue().equals(Optional.of(read)))
        .ifPresent(read -> value.set(field.name(), read));
  }

  @Override
  public JsonNode complete(JsonNode value) {
    ObjectNode completed = JsonNodeFactory.instance.objectNode();
    value.properties().forEach(member -> completed.set(member.getKey(), member.getValue()));
    for (Field field : fields) {
      JsonNode given = value.get(field.name());
      if (given != null) {
        completed.set(field.name(), field.type().complete(given));
      } else {
        field
            .defaultValue()
            .ifPresent(fallback -> completed.set(field.name(), field.type().complete(fallback)));
      }
    }
    return completed;
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return definitions.reference(name, () -> written(definitions));
  }

  /** The schema itself, not a reference to it. */
  ObjectNode written(SchemaDefinitions definitions) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", description).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    ArrayNode eitherName = JsonNodeFactory.instance.arrayNode();
    for (Field field : fields) {
      describe(field, field.name(), definitions, properties);
      field.alias().ifPresent(alias -> describe(field, alias, definitions, properties));
      if (field.required() && field.alias().isEmpty()) {
        required.add(field.name());
      } else if (field.required()) {
        ArrayNode names = eitherName.addObject().putArray("anyOf");
        names.addObject().putArray("required").add(field.name());
        names.addObject().putArray("required").add(field.alias().orElseThrow());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!eitherName.isEmpty()) {
      schema.set("allOf", eitherName);
    }
    return schema.put("additionalProperties", false);
  }

  private static void describe(
      Field field, String name, SchemaDefinitions definitions, ObjectNode properties) {
    ObjectNode property = field.type().schema(definitions);
    property.put("description", field.description());
    field
        .shownDefault()
        .ifPresent(
            shown -> {
              JsonNode normal = field.defaultValue().orElseThrow();
              boolean asItIs = normal.isNumber() || normal.isBoolean();
              property.set("default", asItIs ? normal : TextNode.valueOf(shown));
            });
    properties.set(name, property);
  }

  private Optional<Field> field(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name) || field.alias().equals(Optional.of(name)))
        .findFirst();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Field field : fields) {
      names.add(field.name());
      field.alias().ifPresent(names::add);
    }
    return names;
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
