package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Values by a name that the author chooses.
 *
 * @param keys what a name may look like
 * @param keyRule the same in words
 */
record MapOf(FieldType item, Pattern keys, String keyRule, int minItems) implements FieldType {
  private static final Pattern ANY = Pattern.compile("(?s).{1,256}");
  private static final Pattern TABLE = Pattern.compile("[\\w.$-]{1,255}");

  /** Sources, sinks, parameters: names that steps and placeholders refer to. */
  static MapOf named(FieldType item) {
    return new MapOf(item, FieldTypes.NAME, FieldTypes.NAME_RULE, 0);
  }

  static MapOf someNamed(FieldType item) {
    return new MapOf(item, FieldTypes.NAME, FieldTypes.NAME_RULE, 1);
  }

  static MapOf byTable(FieldType item) {
    return new MapOf(item, TABLE, "letters, digits, _ . $ and -", 1);
  }

  static MapOf any(FieldType item) {
    return new MapOf(item, ANY, "up to 256 characters", 0);
  }

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.error(
          "wrong_type",
          path,
          node,
          "expected a map" + Scalar.kind(node),
          "Give name: value pairs.");
      return Optional.empty();
    }
    if (mapping.getValue().size() < minItems) {
      reading.error("out_of_range", path, "the map is empty", "Give at least one entry.");
    }
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      Keys.read(tuple.getKeyNode(), path, reading)
          .ifPresent(key -> readEntry(key, tuple, path, reading, values));
    }
    return Optional.of(values);
  }

  private void readEntry(
      String key, NodeTuple tuple, String path, Reading reading, ObjectNode values) {
    String entryPath = Shape.child(path, key);
    if (!keys.matcher(key).matches()) {
      reading.error(
          "invalid_name",
          entryPath,
          tuple.getKeyNode(),
          "the name " + key + " cannot be used",
          "Use " + keyRule + ".");
      return;
    }
    if (values.has(key)) {
      reading.error(
          "duplicate_key",
          entryPath,
          tuple.getKeyNode(),
          "the name " + key + " is given twice",
          "Rename one of them.");
      return;
    }
    reading.place(entryPath, tuple.getKeyNode());
    values.set(
        key, item.read(tuple.getValueNode(), entryPath, reading).orElse(NullNode.getInstance()));
  }

  @Override
  public JsonNode complete(JsonNode value) {
    ObjectNode completed = JsonNodeFactory.instance.objectNode();
    value
        .properties()
        .forEach(entry -> completed.set(entry.getKey(), item.complete(entry.getValue())));
    return completed;
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    if (minItems > 0) {
      schema.put("minProperties", minItems);
    }
    if (keys != ANY) {
      schema.putObject("propertyNames").put("pattern", "^" + keys.pattern() + "$");
    }
    schema.set("additionalProperties", item.schema(definitions));
    return schema;
  }
}
