package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.ScalarType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Numbers, truth values and typed literals as they are written in YAML. */
final class Literals {
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?\\d{1,30}(\\.\\d{0,30})?([eE][-+]?\\d{1,2})?");
  private static final int SHOWN = 40;

  private Literals() {}

  static long integer(ScalarNode node, long min, long max) {
    if (!INTEGER.matcher(node.getValue()).matches()) {
      throw new Refused(
          "wrong_type",
          "expected a whole number, found " + shown(node.getValue()),
          "Write digits only.");
    }
    long number = Long.parseLong(node.getValue());
    if (number < min || number > max) {
      throw new Refused(
          "out_of_range",
          number + " is out of range",
          max == Long.MAX_VALUE ? "Give at least " + min + "." : range(min, max));
    }
    return number;
  }

  static BigDecimal number(ScalarNode node, BigDecimal min, BigDecimal max) {
    if (!NUMBER.matcher(node.getValue()).matches()) {
      throw new Refused(
          "wrong_type",
          "expected a number, found " + shown(node.getValue()),
          "Write a decimal number.");
    }
    BigDecimal number = new BigDecimal(node.getValue()).stripTrailingZeros();
    if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
      throw new Refused("out_of_range", node.getValue() + " is out of range", range(min, max));
    }
    return number;
  }

  static boolean bool(ScalarNode node) {
    return switch (node.getValue().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new Refused(
              "wrong_type",
              "expected true or false, found " + shown(node.getValue()),
              "Write true or false.");
    };
  }

  static JsonNode typed(ScalarNode node) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type(node).wireName())
        .put("text", node.getValue());
  }

  /** Whether a text is a value of the type. */
  static boolean fits(ScalarType type, String text) {
    return switch (type) {
      case STRING -> true;
      case INTEGER -> INTEGER.matcher(text).matches();
      case NUMBER -> NUMBER.matcher(text).matches();
      case BOOLEAN -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
      case DATE -> parses(() -> LocalDate.parse(text));
      case TIMESTAMP -> parses(() -> OffsetDateTime.parse(text));
    };
  }

  private static ScalarType type(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.INT) && fits(ScalarType.INTEGER, node.getValue())) {
      return ScalarType.INTEGER;
    }
    if (tag.equals(Tag.FLOAT) && fits(ScalarType.NUMBER, node.getValue())) {
      return ScalarType.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return ScalarType.BOOLEAN;
    }
    if (fits(ScalarType.DATE, node.getValue())) {
      return ScalarType.DATE;
    }
    return fits(ScalarType.TIMESTAMP, node.getValue()) ? ScalarType.TIMESTAMP : ScalarType.STRING;
  }

  private static boolean parses(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (DateTimeException wrong) {
      return false;
    }
  }

  private static String range(Object min, Object max) {
    return "Give a value from " + min + " to " + max + ".";
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
