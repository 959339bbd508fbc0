package ai.matih.pipelines.definition.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of all fields is made from the published schema, so it cannot tell anything else. */
class ReferencePageTest {
  private static final Path PAGE = Path.of("../docs/definition-reference.md");

  /** To publish a change of the language: run with -Dschema.write=true and commit the page. */
  @Test
  void thePageShowsTheFieldsOfTheSchema() throws IOException {
    String page = page(new ObjectMapper().readTree(JsonSchema.text()));
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page(JsonNode schema) {
    StringBuilder page = new StringBuilder();
    page.append("# Definition reference\n\n")
        .append("Every field of a pipeline definition, made from the published JSON Schema ")
        .append("(`matih schema`). How the parts work\ntogether: ")
        .append("[definition-language.md](definition-language.md).\n\n## definition\n\n");
    fields(schema, page);
    schema
        .path("$defs")
        .properties()
        .forEach(
            type -> {
              page.append("\n## ").append(type.getKey()).append("\n\n");
              if (type.getValue().has("properties")) {
                fields(type.getValue(), page);
              } else {
                page.append(type.getValue().path("description").asText())
                    .append("\n\n")
                    .append(type(type.getValue()))
                    .append("\n");
              }
            });
    return page.toString();
  }

  private static void fields(JsonNode type, StringBuilder page) {
    page.append(type.path("description").asText())
        .append("\n\n| field | value | default | meaning |\n|---|---|---|---|\n");
    List<String> required = texts(type.path("required"));
    type.path("properties")
        .properties()
        .forEach(
            field ->
                page.append(
                    "| `%s` | %s | %s | %s |%n"
                        .formatted(
                            field.getKey(),
                            cell(type(field.getValue())),
                            required.contains(field.getKey())
                                ? "required"
                                : field.getValue().has("default")
                                    ? "`" + field.getValue().path("default").asText() + "`"
                                    : "",
                            cell(field.getValue().path("description").asText()))));
  }

  private static String type(JsonNode value) {
    if (value.has("$ref")) {
      String name = value.path("$ref").asText().substring("#/$defs/".length());
      return "[" + name + "](#" + name + ")";
    }
    if (value.has("enum")) {
      return texts(value.path("enum")).stream()
          .map(word -> "`" + word + "`")
          .collect(Collectors.joining(", "));
    }
    if (value.has("oneOf") && value.path("oneOf").get(0).has("const")) {
      return value
          .path("oneOf")
          .valueStream()
          .map(
              word ->
                  "`%s`: %s"
                      .formatted(word.path("const").asText(), word.path("description").asText()))
          .collect(Collectors.joining("<br>"));
    }
    if (value.has("not")) {
      return "short form";
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (value.has(choice)) {
        return value
            .path(choice)
            .valueStream()
            .map(ReferencePageTest::type)
            .distinct()
            .collect(Collectors.joining(", "));
      }
    }
    if (value.path("type").asText().equals("array")) {
      return "list of " + type(value.path("items"));
    }
    if (value.path("additionalProperties").isObject()) {
      return "map of " + type(value.path("additionalProperties"));
    }
    return scalar(value);
  }

  private static String scalar(JsonNode value) {
    String name = value.path("type").isArray() ? "single value" : plain(value);
    String bounds =
        value.has("minimum") && value.has("maximum")
            ? " from " + value.path("minimum").asText() + " to " + value.path("maximum").asText()
            : value.has("minimum") ? " of at least " + value.path("minimum").asText() : "";
    return name + bounds;
  }

  private static String plain(JsonNode value) {
    if (value.path("pattern").asText().equals(Times.DURATION_PATTERN)) {
      return "duration";
    }
    return switch (value.path("type").asText()) {
      case "string" -> value.path("format").asText().equals("date") ? "date" : "text";
      case "integer" -> "whole number";
      case "boolean" -> "`true`, `false`";
      default -> value.path("type").asText();
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
