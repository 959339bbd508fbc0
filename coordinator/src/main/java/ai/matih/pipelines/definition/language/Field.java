package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * One field of an object.
 *
 * @param alias a second name under which the field may be written
 * @param shownDefault the default as an author would write it
 * @param defaultValue the default in normal form
 * @param description a sentence for schema and documentation
 */
public record Field(
    String name,
    Optional<String> alias,
    FieldType type,
    boolean required,
    Optional<String> shownDefault,
    Optional<JsonNode> defaultValue,
    String description) {

  static Field required(String name, FieldType type, String description) {
    return new Field(
        name, Optional.empty(), type, true, Optional.empty(), Optional.empty(), description);
  }

  static Field optional(String name, FieldType type, String description) {
    return new Field(
        name, Optional.empty(), type, false, Optional.empty(), Optional.empty(), description);
  }

  static Field defaulted(String name, Scalar type, String shown, String description) {
    return new Field(
        name,
        Optional.empty(),
        type,
        false,
        Optional.of(shown),
        Optional.of(type.normal(shown)),
        description);
  }

  /** An object whose fields all have defaults, so that it is there even when it is not written. */
  static Field nested(String name, FieldType type, String description) {
    return new Field(
        name,
        Optional.empty(),
        type,
        false,
        Optional.empty(),
        Optional.of(JsonNodeFactory.instance.objectNode()),
        description);
  }

  Field orAs(String otherName) {
    return new Field(
        name, Optional.of(otherName), type, required, shownDefault, defaultValue, description);
  }
}
