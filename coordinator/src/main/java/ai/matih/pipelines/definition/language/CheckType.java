package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A quality check with its short forms: {@code row_count > 0}, any other condition as text, and
 * {@code not_null: id} for {@code {type: not_null, columns: [id]}}. A short form is rewritten as
 * the long one and read as that.
 */
record CheckType(Tagged checks) implements FieldType {
  private static final Pattern ROW_COUNT =
      Pattern.compile("row_count\\s*(>=|<=|=|==|>|<)\\s*(\\d{1,18})");

  /** The field that a single value or list stands for, by type of check. */
  private static final Map<String, String> MAIN_FIELD =
      Map.of(
          "not_null", "columns",
          "unique", "columns",
          "expression", "expression",
          "schema", "expected_columns");

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    return checks.read(longForm(node), path, reading);
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return checks.complete(value);
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    ArrayNode anyOf = either.putArray("anyOf");
    anyOf.add(checks.schema(definitions));
    anyOf
        .addObject()
        .put("type", "string")
        .put("description", "A condition, as in row_count > 0 or revenue >= 0.");
    ObjectNode shortForm =
        anyOf
            .addObject()
            .put("type", "object")
            .put("description", "The type with its main field, as in not_null: id.")
            .put("minProperties", 1);
    shortForm.set("not", JsonNodeFactory.instance.objectNode().set("required", names("type")));
    ArrayNode byType = shortForm.putArray("anyOf");
    checks.variants().keySet().forEach(type -> byType.addObject().set("required", names(type)));
    return either;
  }

  private static ArrayNode names(String name) {
    return JsonNodeFactory.instance.arrayNode().add(name);
  }

  private Node longForm(Node node) {
    if (node instanceof ScalarNode scalar && Scalar.tag(scalar).equals(Tag.STR)) {
      return condition(scalar);
    }
    if (!(node instanceof MappingNode mapping) || member(mapping, Tagged.TYPE).isPresent()) {
      return node;
    }
    return checks.variants().keySet().stream()
        .flatMap(type -> member(mapping, type).stream())
        .filter(tuple -> !tuple.getValueNode().getTag().equals(Tag.NULL))
        .findFirst()
        .map(tuple -> keyed(mapping, tuple))
        .orElse(node);
  }

  private Node condition(ScalarNode node) {
    Matcher rowCount = ROW_COUNT.matcher(node.getValue().strip());
    return rowCount.matches()
        ? ShortForm.mapping(node, rowCount(node, rowCount.group(1), rowCount.group(2)))
        : ShortForm.mapping(
            node, List.of(text(node, Tagged.TYPE, "expression"), tuple(node, "expression", node)));
  }

  private static List<NodeTuple> rowCount(Node node, String comparison, String number) {
    long bound = Long.parseLong(number);
    List<NodeTuple> members = new ArrayList<>(List.of(text(node, Tagged.TYPE, "row_count")));
    switch (comparison) {
      case ">" -> members.add(number(node, "min", bound + 1));
      case ">=" -> members.add(number(node, "min", bound));
      case "<" -> members.add(number(node, "max", bound - 1));
      case "<=" -> members.add(number(node, "max", bound));
      default -> {
        members.add(number(node, "min", bound));
        members.add(number(node, "max", bound));
      }
    }
    return members;
  }

  private static Node keyed(MappingNode mapping, NodeTuple typed) {
    String type = ((ScalarNode) typed.getKeyNode()).getValue();
    Node value = typed.getValueNode();
    List<NodeTuple> members = new ArrayList<>(List.of(text(typed.getKeyNode(), "type", type)));
    mapping.getValue().stream().filter(tuple -> tuple != typed).forEach(members::add);
    if (value instanceof MappingNode fields) {
      members.addAll(fields.getValue());
    } else if (type.equals("row_count") && value instanceof ScalarNode bounds) {
      Matcher rowCount = ROW_COUNT.matcher("row_count" + bounds.getValue());
      if (rowCount.matches()) {
        members.addAll(rowCount(value, rowCount.group(1), rowCount.group(2)).subList(1, 2));
      } else {
        members.add(tuple(value, "min", value));
      }
    } else {
      members.add(tuple(value, MAIN_FIELD.getOrDefault(type, "column"), value));
    }
    return ShortForm.mapping(mapping, members);
  }

  private static Optional<NodeTuple> member(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .findFirst();
  }

  private static NodeTuple text(Node place, String name, String value) {
    return tuple(place, name, ShortForm.scalar(place, Tag.STR, value));
  }

  private static NodeTuple number(Node place, String name, long value) {
    return tuple(place, name, ShortForm.scalar(place, Tag.INT, Long.toString(value)));
  }

  private static NodeTuple tuple(Node place, String name, Node value) {
    return new NodeTuple(ShortForm.scalar(place, Tag.STR, name), value);
  }
}
