package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The name of a secret, <code>${secret:NAME}</code>. What else stands there is never repeated. */
record SecretField() implements FieldType {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{secret:([A-Za-z][A-Za-z0-9_-]{0,63})\\}");

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    Matcher reference =
        REFERENCE.matcher(node instanceof ScalarNode scalar ? scalar.getValue().strip() : "");
    if (!reference.matches()) {
      reading.error(
          "secret_in_definition",
          path,
          node,
          "a secret is given by its name, never by its value",
          "Write ${secret:NAME}, and set MATIH_SECRET_NAME or the file secrets/NAME.");
      return Optional.empty();
    }
    return Optional.of(TextNode.valueOf(reference.group(1)));
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("pattern", "^" + REFERENCE.pattern() + "$");
  }
}
