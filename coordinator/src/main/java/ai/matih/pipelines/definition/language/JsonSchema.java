package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The published JSON Schema (draft 2020-12) of definitions, for editors and other tools. It says
 * what the fields say; the rules between fields are the reader's.
 */
public final class JsonSchema {
  /** The schema's own address. */
  public static final String ID = "https://schemas.matih.ai/pipelines/definition/1.json";

  private static final String RESOURCE = "/ai/matih/pipelines/definition/definition.schema.json";
  private static final ObjectMapper WRITER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonSchema() {}

  /** The schema as published. */
  public static String text() {
    try (InputStream resource = JsonSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The schema as the tables of the language have it; a test holds the published one to it. */
  static String generate() {
    SchemaDefinitions definitions = new SchemaDefinitions();
    ObjectNode body = PipelineLanguage.DEFINITION.written(definitions);
    ArrayNode shapes = JsonNodeFactory.instance.arrayNode();
    shapes.addObject().putArray("required").add("sources").add("sinks");
    shapes.addObject().putArray("required").add("tasks");
    body.set("oneOf", shapes);
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    names.addObject().putArray("required").add("metadata");
    names.addObject().putArray("required").add("name");
    body.set("anyOf", names);
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", ID)
            .put("title", "MATIH pipeline definition");
    schema.setAll(body);
    schema.set("$defs", definitions.all());
    try {
      return WRITER.writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
