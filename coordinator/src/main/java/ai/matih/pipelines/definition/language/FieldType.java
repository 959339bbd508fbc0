package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** What the value of a field may be: how it is read, described, and completed with defaults. */
public interface FieldType {
  /**
   * The value in its normal form (durations in ISO 8601, short forms written out, values equal to
   * their default left out), or empty after every problem with it was reported. In a list or map an
   * item that cannot be read stays as null, so that the others keep their place.
   */
  Optional<JsonNode> read(Node node, String path, Reading reading);

  /** The value as JSON Schema; objects are put into {@code definitions} and referred to. */
  ObjectNode schema(SchemaDefinitions definitions);

  /** The normal form with the defaults of all fields filled in. */
  default JsonNode complete(JsonNode value) {
    return value;
  }
}
