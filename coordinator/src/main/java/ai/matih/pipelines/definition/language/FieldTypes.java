package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.NearestName;
import ai.matih.pipelines.definition.WireName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The single values of the language. */
final class FieldTypes {
  static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
  static final String NAME_RULE =
      "a letter, then letters, digits, _ and -, at most 63 characters in all";
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]{0,127})\\}|([A-Za-z_][A-Za-z0-9_.-]{0,127})");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s?%");
  private static final Set<Tag> TEXT = Set.of(Tag.STR);
  private static final Set<Tag> ANY = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);

  private FieldTypes() {}

  /** Text that is not empty. */
  static Scalar text() {
    return text("text", text -> text, "string");
  }

  /** A name chosen by the author. */
  static Scalar name() {
    return matching("a name", NAME, "invalid_name", NAME_RULE);
  }

  /** The name of a connection, with or without <code>${}</code>. */
  static Scalar connection() {
    Scalar plain =
        text(
            "the name of a connection",
            text -> {
              var matcher = REFERENCE.matcher(text);
              if (!matcher.matches()) {
                throw new Refused(
                    "invalid_connection",
                    "this is not the name of a connection",
                    "Write the name, as in ${SALES_DB}; address and password belong to the"
                        + " connection itself.");
              }
              return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            },
            "string");
    plain.description().put("pattern", "^(?:" + REFERENCE.pattern() + ")$");
    return plain;
  }

  /** Any single value, taken as the text it is written as. */
  static Scalar anyValue() {
    return new Scalar(
        "a single value",
        ANY,
        node -> TextNode.valueOf(node.getValue()),
        anyOf("string", "number", "boolean"));
  }

  /** A literal that keeps its type. */
  static Scalar literal() {
    return new Scalar("a single value", ANY, Literals::typed, anyOf("string", "number", "boolean"));
  }

  static Scalar integer(long min, long max) {
    ObjectNode schema = schema("integer").put("minimum", min);
    if (max != Long.MAX_VALUE) {
      schema.put("maximum", max);
    }
    return new Scalar(
        "a whole number",
        Set.of(Tag.INT, Tag.STR),
        node -> JsonNodeFactory.instance.numberNode(Literals.integer(node, min, max)),
        schema);
  }

  static Scalar number(String min, String max) {
    BigDecimal low = new BigDecimal(min);
    BigDecimal high = new BigDecimal(max);
    return new Scalar(
        "a number",
        Set.of(Tag.INT, Tag.FLOAT),
        node -> JsonNodeFactory.instance.numberNode(Literals.number(node, low, high)),
        schema("number").put("minimum", low).put("maximum", high));
  }

  static Scalar bool() {
    return new Scalar(
        "true or false",
        Set.of(Tag.BOOL, Tag.STR),
        node -> JsonNodeFactory.instance.booleanNode(Literals.bool(node)),
        schema("boolean"));
  }

  /** A duration such as {@code 60s}; its normal form is ISO 8601. */
  static Scalar duration() {
    Scalar duration = text("a duration such as 60s", Times::duration, "string");
    duration.description().put("pattern", Times.DURATION_PATTERN);
    return duration;
  }

  static Scalar cron() {
    return text("a cron expression in quotes", Times::cron, "string");
  }

  static Scalar zone() {
    return text("a time zone", Times::zone, "string");
  }

  static Scalar date() {
    Scalar date = text("a date such as 2026-01-31", Times::date, "string");
    date.description().put("format", "date");
    return date;
  }

  static Scalar pattern() {
    return text(
        "a regular expression",
        text -> {
          try {
            return Pattern.compile(text).pattern();
          } catch (PatternSyntaxException wrong) {
            throw new Refused(
                "invalid_regex",
                "this is no regular expression: " + wrong.getDescription(),
                "Correct it near character " + (wrong.getIndex() + 1) + ".");
          }
        },
        "string");
  }

  /** One character. */
  static Scalar character() {
    Scalar one =
        text(
            "one character",
            text -> {
              if (text.codePointCount(0, text.length()) != 1) {
                throw new Refused("invalid_value", "expected one character", "Give one character.");
              }
              return text;
            },
            "string");
    one.description().put("minLength", 1).put("maxLength", 1);
    return one;
  }

  /** How many rows may fail: a count, or a percentage in quotes. */
  static Scalar tolerance() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode either = schema.putArray("anyOf");
    either.add(schema("integer").put("minimum", 0));
    either.add(schema("string").put("pattern", "^" + PERCENT.pattern() + "$"));
    return new Scalar(
        "a number of rows or a percentage such as \"0.5%\"",
        Set.of(Tag.INT, Tag.STR),
        node -> {
          ObjectNode tolerance = JsonNodeFactory.instance.objectNode();
          var percent = PERCENT.matcher(node.getValue());
          if (!percent.matches()) {
            return tolerance.put("count", Literals.integer(node, 0, Long.MAX_VALUE));
          }
          BigDecimal part = new BigDecimal(percent.group(1)).movePointLeft(2).stripTrailingZeros();
          if (part.compareTo(BigDecimal.ONE) > 0) {
            throw new Refused(
                "out_of_range", "more than all rows cannot fail", "Give at most \"100%\".");
          }
          return tolerance.put("fraction", part);
        },
        schema);
  }

  /** One of the constants, by its documented name. */
  static <E extends Enum<E> & WireName> Scalar choice(Class<E> constants) {
    return choice(Stream.of(constants.getEnumConstants()).map(WireName.class::cast).toList());
  }

  private static Scalar choice(List<WireName> constants) {
    List<String> names = constants.stream().map(WireName::wireName).toList();
    Scalar choice =
        text(
            "one of " + String.join(", ", names),
            text -> {
              if (!names.contains(text)) {
                throw unknownValue(text, names);
              }
              return text;
            },
            "string");
    ArrayNode oneOf = choice.description().putArray("oneOf");
    constants.forEach(
        constant ->
            oneOf
                .addObject()
                .put("const", constant.wireName())
                .put("description", constant.meaning()));
    return choice;
  }

  /** One of a few words. */
  static Scalar oneOf(String... words) {
    List<String> names = List.of(words);
    Scalar choice =
        text(
            "one of " + String.join(", ", names),
            text -> {
              if (!names.contains(text)) {
                throw unknownValue(text, names);
              }
              return text;
            },
            "string");
    ArrayNode allowed = choice.description().putArray("enum");
    names.forEach(allowed::add);
    return choice;
  }

  /** Text that has to match a pattern. */
  static Scalar matching(String expected, Pattern pattern, String code, String rule) {
    Scalar scalar =
        text(
            expected,
            text -> {
              if (!pattern.matcher(text).matches()) {
                throw new Refused(code, text + " is not " + expected, "Use " + rule + ".");
              }
              return text;
            },
            "string");
    scalar.description().put("pattern", "^(?:" + pattern.pattern() + ")$");
    return scalar;
  }

  static Refused unknownValue(String text, List<String> names) {
    return new Refused(
        "unknown_value",
        "unknown value " + text,
        NearestName.to(text, names).map(near -> "Did you mean " + near + "? ").orElse("")
            + "Known values: "
            + String.join(", ", names)
            + ".");
  }

  private static Scalar text(String expected, UnaryOperator<String> normal, String type) {
    return new Scalar(
        expected,
        TEXT,
        node -> {
          if (node.getValue().isEmpty()) {
            throw new Refused("invalid_value", "the text is empty", "Give " + expected + ".");
          }
          return (JsonNode) TextNode.valueOf(normal.apply(node.getValue()));
        },
        schema(type).put("minLength", 1));
  }

  private static ObjectNode schema(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode anyOf(String... types) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode allowed = schema.putArray("type");
    for (String type : types) {
      allowed.add(type);
    }
    return schema;
  }
}
