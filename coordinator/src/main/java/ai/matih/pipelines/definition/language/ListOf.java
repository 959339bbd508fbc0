package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Several values of one type.
 *
 * @param orSingle whether one value may stand without the list around it
 */
record ListOf(FieldType item, int minItems, int maxItems, boolean orSingle) implements FieldType {
  private static final int MAX_ITEMS = 1_000;

  static ListOf any(FieldType item) {
    return new ListOf(item, 0, MAX_ITEMS, false);
  }

  static ListOf some(FieldType item) {
    return new ListOf(item, 1, MAX_ITEMS, false);
  }

  ListOf orSingleValue() {
    return new ListOf(item, minItems, maxItems, true);
  }

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    boolean single = orSingle && node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
    if (!single && !(node instanceof SequenceNode)) {
      reading.error(
          "wrong_type",
          path,
          node,
          "expected a list" + Scalar.kind(node),
          "Write a list: [a, b], or one item a line after a dash.");
      return Optional.empty();
    }
    List<Node> items = single ? List.of(node) : ((SequenceNode) node).getValue();
    if (items.size() < minItems || items.size() > maxItems) {
      reading.error(
          "out_of_range",
          path,
          items.size() < minItems ? "the list is empty" : "the list has " + items.size() + " items",
          items.size() < minItems
              ? "Give at least " + minItems + "."
              : "Give at most " + maxItems + ".");
      return Optional.empty();
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < items.size(); i++) {
      String itemPath = single ? path : path + "[" + i + "]";
      reading.place(itemPath, items.get(i));
      values.add(item.read(items.get(i), itemPath, reading).orElse(NullNode.getInstance()));
    }
    return Optional.of(values);
  }

  @Override
  public JsonNode complete(JsonNode value) {
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    value.forEach(each -> completed.add(item.complete(each)));
    return completed;
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("type", "array");
    list.set("items", item.schema(definitions));
    if (minItems > 0) {
      list.put("minItems", minItems);
    }
    list.put("maxItems", maxItems);
    if (!orSingle) {
      return list;
    }
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(item.schema(definitions)).add(list);
    return either;
  }
}
