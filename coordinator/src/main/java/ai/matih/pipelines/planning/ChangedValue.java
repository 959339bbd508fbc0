package ai.matih.pipelines.planning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A value of a definition as a person reads it, on one line. */
final class ChangedValue {
  private static final int SHOWN = 120;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern TIME = Pattern.compile("PT[0-9HMS.]+");

  private ChangedValue() {}

  static String text(JsonNode value) {
    if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
      return cut(String.join(", ", value.valueStream().map(JsonNode::asText).toList()));
    }
    for (JsonNode typed : List.of(value, value.path("rule"), value.path("work"))) {
      if (typed.path("type").isTextual()) {
        return typed.path("type").textValue();
      }
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return TIME.matcher(text).matches()
        ? text.substring(2).toLowerCase(Locale.ROOT)
        : cut(SPACE.matcher(text).replaceAll(" ").strip());
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
