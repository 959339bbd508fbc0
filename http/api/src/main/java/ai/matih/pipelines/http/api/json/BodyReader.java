package ai.matih.pipelines.http.api.json;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads request bodies; everything wrong with one is an {@link ErrorCode#VALIDATION_FAILED}. */
public final class BodyReader {
  /** The parser's own note of where it was reading; line and column say it better. */
  private static final Pattern PLACE = Pattern.compile(" \\(?(start marker )?at \\[Source.*");

  private BodyReader() {}

  /**
   * The body as text. Refuses bytes that are not UTF-8 and the NUL character, which no store keeps.
   */
  public static String text(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw problem("invalid_utf8", "", 0, 0, "The body is not UTF-8.", "Send UTF-8 text.");
    }
    if (text.indexOf('\0') >= 0) {
      throw problem(
          "nul_character", "", 0, 0, "The body has a NUL character.", "Remove the character.");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The body as a {@code type}; an empty body is an empty object. */
  public static <T> T read(byte[] body, Class<T> type) {
    String text = text(body);
    try {
      JsonNode tree = Json.MAPPER.readTree(text.isBlank() ? "{}" : text);
      if (!tree.isObject()) {
        throw problem(
            "wrong_type", "", 1, 1, "The body must be a JSON object.", "Send {...} with fields.");
      }
      checkStrings(tree, "");
      return Objects.requireNonNull(Json.MAPPER.treeToValue(tree, type));
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  private static void checkStrings(JsonNode node, String path) {
    if (node.isTextual()) {
      checkText(node.textValue(), path);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        checkStrings(node.get(i), path + "[" + i + "]");
      }
    } else {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        checkText(field.getKey(), inner);
        checkStrings(field.getValue(), inner);
      }
    }
  }

  private static void checkText(String text, String path) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == '\0' || Character.isSurrogate(c)) {
        throw problem(
            "invalid_character",
            printable(path),
            0,
            0,
            "A text holds a NUL character or half of a surrogate pair.",
            "Remove the character.");
      }
    }
  }

  private static String printable(String path) {
    return path.codePoints()
        .filter(c -> c != 0 && (c < 0xD800 || c > 0xDFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static RuntimeException unreadable(JsonProcessingException e) {
    String path = e instanceof JsonMappingException mapping ? pathOf(mapping) : "";
    JsonLocation at = e.getLocation();
    int line = at == null ? 0 : Math.max(0, at.getLineNr());
    int column = at == null ? 0 : Math.max(0, at.getColumnNr());
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return problem(
          "unknown_field",
          path,
          line,
          column,
          "There is no field " + unknown.getPropertyName() + " here.",
          "Use one of: " + known + ".");
    }
    return e instanceof JsonMappingException
        ? problem(
            "wrong_type",
            path,
            line,
            column,
            path.isEmpty()
                ? "The body has a value of the wrong type."
                : path + " has a wrong type.",
            "See the field's type in /openapi.yaml.")
        : problem(
            "malformed_json",
            path,
            line,
            column,
            "The body is not JSON: " + firstLine(e.getOriginalMessage()),
            "Send well-formed JSON of at most " + Json.MAX_DEPTH + " levels.");
  }

  private static String pathOf(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference part : e.getPath()) {
      if (part.getFieldName() == null) {
        path.append('[').append(part.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return path.toString();
  }

  private static String firstLine(String text) {
    String first = PLACE.matcher(text.lines().findFirst().orElse("")).replaceAll("");
    return first.length() > 200 ? first.substring(0, 200) : first;
  }

  /** One problem of a body, in the form that problems of definitions have. */
  public static RuntimeException problem(
      String code, String path, int line, int column, String message, String remedy) {
    return ApiError.of(ErrorCode.VALIDATION_FAILED, message)
        .with(
            "problems",
            List.of(new BodyProblem(code, "error", path, line, column, message, remedy)))
        .exception();
  }

  /** What is wrong at one place; fields as in a definition's problem. */
  public record BodyProblem(
      String code,
      String severity,
      String path,
      int line,
      int column,
      String message,
      String remedy) {}
}
