package ai.matih.pipelines.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders of a text. There is no logic in them: no conditions, no calls, no nesting, and a
 * value that was filled in is not looked at again.
 */
public final class Placeholders {
  private static final Pattern CANDIDATE =
      Pattern.compile("\\$\\{([^{}\\n]{0,200})\\}?|\\{\\{([^{}\\n]{0,200})(?:\\}\\})?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final String PARAMETER = "params.";

  private Placeholders() {}

  /** All placeholders of {@code text} in order, malformed ones included. */
  public static List<Placeholder> in(String text) {
    List<Placeholder> found = new ArrayList<>();
    Matcher matcher = CANDIDATE.matcher(text);
    while (matcher.find()) {
      found.add(
          matcher.group(1) != null
              ? variable(matcher.group(1), matcher.group(), matcher.start())
              : braces(matcher.group(2), matcher.group(), matcher.start()));
    }
    return List.copyOf(found);
  }

  /**
   * The text with every placeholder replaced. For places that are not SQL: the caller encodes the
   * result for its place (URL, JSON, header). For SQL use {@link SqlPlaceholders}.
   *
   * @throws IllegalArgumentException if a placeholder is malformed
   */
  public static String fill(String text, Function<Placeholder, String> value) {
    StringBuilder filled = new StringBuilder(text.length());
    int end = 0;
    for (Placeholder placeholder : in(text)) {
      refuseMalformed(placeholder);
      filled.append(text, end, placeholder.offset()).append(value.apply(placeholder));
      end = placeholder.offset() + placeholder.raw().length();
    }
    return filled.append(text, end, text.length()).toString();
  }

  static void refuseMalformed(Placeholder placeholder) {
    if (placeholder instanceof Placeholder.Malformed malformed) {
      throw new IllegalArgumentException("not a placeholder: " + malformed.raw());
    }
  }

  private static Placeholder variable(String inner, String raw, int offset) {
    if (!raw.endsWith("}") || !NAME.matcher(inner).matches()) {
      return new Placeholder.Malformed(raw, offset);
    }
    return inner.equals(RunValue.EXECUTION_DATE.wireName())
        ? new Placeholder.Value(RunValue.EXECUTION_DATE, raw, offset)
        : new Placeholder.Variable(inner, raw, offset);
  }

  private static Placeholder braces(String inner, String raw, int offset) {
    String name = inner.strip();
    boolean parameter = name.startsWith(PARAMETER);
    String local = parameter ? name.substring(PARAMETER.length()) : name;
    if (!raw.endsWith("}}") || !NAME.matcher(local).matches()) {
      return new Placeholder.Malformed(raw, offset);
    }
    if (parameter) {
      return new Placeholder.ParameterValue(local, raw, offset);
    }
    for (RunValue value : RunValue.values()) {
      if (value.wireName().equals(name)) {
        return new Placeholder.Value(value, raw, offset);
      }
    }
    return new Placeholder.Relation(name, raw, offset);
  }
}
