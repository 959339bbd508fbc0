package ai.matih.pipelines.definition.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a definition says, whatever way it is written: the normal form without defaults, members in
 * order of their names, statements of files taken in. Two texts with the same form are the same
 * revision. A field that a later release adds does not change it as long as nobody writes it.
 */
final class CanonicalForm {
  private CanonicalForm() {}

  static String text(ObjectNode normal) {
    return sorted(normal).toString();
  }

  /** SHA-256 of the form, 64 hex digits. */
  static String hash(ObjectNode normal) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text(normal).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      value
          .propertyStream()
          .filter(member -> !member.getKey().equals("sql_file"))
          .sorted(Map.Entry.comparingByKey())
          .forEach(member -> object.set(member.getKey(), sorted(member.getValue())));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> array.add(sorted(item)));
      return array;
    }
    return value;
  }
}
