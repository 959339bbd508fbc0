package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A text that may hold placeholders. What they may be is checked once all names are known. */
record Template(TemplateKind kind, Scalar value) implements FieldType {
  static Template text() {
    return new Template(TemplateKind.TEXT, FieldTypes.anyValue());
  }

  static Template sql(TemplateKind kind) {
    return new Template(kind, FieldTypes.text());
  }

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    Optional<JsonNode> read = value.read(node, path, reading);
    read.filter(TextNode.class::isInstance)
        .ifPresent(text -> reading.template(path, text.asText(), kind, (ScalarNode) node));
    return read;
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return value.schema(definitions);
  }
}
