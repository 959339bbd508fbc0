package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** An object that may be written as the value of one of its fields alone. */
record ShortForm(Shape shape, Field field) implements FieldType {
  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    if (!(node instanceof ScalarNode)) {
      return shape.read(node, path, reading);
    }
    return field
        .type()
        .read(node, path, reading)
        .map(value -> JsonNodeFactory.instance.objectNode().set(field.name(), value));
  }

  @Override
  public JsonNode complete(JsonNode value) {
    return shape.complete(value);
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(field.type().schema(definitions)).add(shape.schema(definitions));
    return either;
  }

  /** {@code node} as the only member of a map, as if the author had written it so. */
  static MappingNode mapping(Node node, List<NodeTuple> members) {
    return new MappingNode(
        Tag.MAP, true, members, FlowStyle.BLOCK, node.getStartMark(), node.getEndMark());
  }

  /** A scalar standing where {@code node} stands. */
  static ScalarNode scalar(Node node, Tag tag, String text) {
    return new ScalarNode(
        tag, true, text, ScalarStyle.PLAIN, node.getStartMark(), node.getEndMark());
  }
}
