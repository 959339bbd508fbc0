package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** The {@code $defs} of a JSON Schema while it is written: each named object appears once. */
public final class SchemaDefinitions {
  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

  /** A reference to the named object, which is written when it is first asked for. */
  ObjectNode reference(String name, Supplier<ObjectNode> schema) {
    if (!definitions.has(name)) {
      definitions.putObject(name);
      definitions.set(name, schema.get());
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + name);
  }

  ObjectNode all() {
    return definitions;
  }
}
