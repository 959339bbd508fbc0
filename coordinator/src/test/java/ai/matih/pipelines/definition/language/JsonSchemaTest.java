package ai.matih.pipelines.definition.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemaTest {
  private static final Path PUBLISHED =
      Path.of("src/main/resources/ai/matih/pipelines/definition/definition.schema.json");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonSchema.text());

  /** To publish a change of the language: run with -Dschema.write=true and commit the file. */
  @Test
  void thePublishedSchemaSaysWhatTheLanguageSays() throws IOException {
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(PUBLISHED, JsonSchema.generate());
    }
    assertThat(Files.readString(PUBLISHED)).isEqualTo(JsonSchema.generate());
  }

  @Test
  void everyFieldHasADescription() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(JsonSchema.text());

    assertThat(schema.findValues("properties"))
        .isNotEmpty()
        .allSatisfy(
            properties ->
                properties.forEach(
                    field -> assertThat(field.path("description").asText()).isNotBlank()));
    assertThat(schema.path("$defs"))
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.path("description").asText()).isNotBlank());
  }

  static Stream<Path> documented() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../examples/documented"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void everyDocumentedDefinitionIsValidByTheSchema(Path file) throws IOException {
    List<Error> errors = SCHEMA.validate(Files.readString(file), InputFormat.YAML);

    assertThat(errors).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatTheReaderRefuses() {
    String unknownField = "name: p\ntasks: [{id: a, type: sql, query: select 1, retries: 3}]";
    String noSink = "name: p\nsources: {a: {type: trino, connection: c, query: select 1}}";

    assertThat(SCHEMA.validate(unknownField, InputFormat.YAML)).isNotEmpty();
    assertThat(SCHEMA.validate(noSink, InputFormat.YAML)).isNotEmpty();
  }
}
