package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A single value.
 *
 * @param expected what is expected, as words that follow "expected"
 * @param tags the YAML types it may be written as
 * @param parser gives the normal form or throws {@link Refused}
 * @param description its JSON Schema
 */
record Scalar(
    String expected, Set<Tag> tags, Function<ScalarNode, JsonNode> parser, ObjectNode description)
    implements FieldType {
  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    if (!(node instanceof ScalarNode scalar) || !tags.contains(tag(node))) {
      reading.error("wrong_type", path, node, "expected " + expected + kind(node), remedy(node));
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(scalar));
    } catch (Refused refused) {
      reading.error(refused.code(), path, node, refused.getMessage(), refused.remedy());
      return Optional.empty();
    }
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return description.deepCopy();
  }

  /** The normal form of a value that is known to be good. */
  JsonNode normal(String text) {
    return parser.apply(new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED));
  }

  private String remedy(Node node) {
    if (node instanceof MappingNode && tags.contains(Tag.STR)) {
      return "Give " + expected + "; text that begins with {{ stands in quotes.";
    }
    boolean unquoted = node instanceof ScalarNode scalar && scalar.isPlain();
    return unquoted && tags.equals(Set.of(Tag.STR)) && !node.getTag().equals(Tag.NULL)
        ? "Write it in quotes."
        : "Give " + expected + ".";
  }

  /** The YAML type of a node. The parser marks text that begins with ${ by a tag of its own. */
  static Tag tag(Node node) {
    return node.getTag().equals(Tag.ENV_TAG) ? Tag.STR : node.getTag();
  }

  static String kind(Node node) {
    Tag tag = tag(node);
    if (tag.equals(Tag.NULL)) {
      return ", found nothing";
    }
    return switch (node.getNodeType()) {
      case MAPPING -> ", found a map";
      case SEQUENCE -> ", found a list";
      case ANCHOR -> ", found an alias";
      case SCALAR -> {
        String text = ((ScalarNode) node).getValue();
        String kind =
            tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
                ? "the number "
                : tag.equals(Tag.BOOL) ? "the truth value " : "the text ";
        yield ", found " + kind + (text.length() > 40 ? text.substring(0, 40) + "..." : text);
      }
    };
  }
}
