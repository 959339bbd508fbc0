package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person typed, as the API takes it. */
final class Arguments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Arguments() {}

  /** Paths given with and without {@code -f}; at least one. */
  static List<Path> paths(List<Path> plain, List<Path> marked) {
    List<Path> all = Stream.concat(plain.stream(), marked.stream()).toList();
    if (all.isEmpty()) {
      throw Stop.with(
          ExitCode.BAD_INPUT, "No file is named", "Add -f FILE, or -f DIR for a folder.");
    }
    return all;
  }

  /** The same as a person reads it. */
  static String named(List<Path> plain, List<Path> marked) {
    return paths(plain, marked).stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** {@code key=value}: numbers, booleans and JSON as such, everything else as text. */
  static Map<String, Object> parameters(Map<String, String> given) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    given.forEach((name, value) -> parameters.put(name, value(value)));
    return parameters;
  }

  /** A number or truth value as such, everything else as text. */
  static Object scalar(String text) {
    return text.startsWith("[") || text.startsWith("{") ? text : value(text);
  }

  private static Object value(String text) {
    if (!text.matches("(?s)true|false|-?(0|[1-9]\\d*)(\\.\\d+)?|\\[.*]|\\{.*}")) {
      return text;
    }
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException notJson) {
      return text;
    }
  }
}
