package ai.matih.pipelines.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A cron expression: five fields, or a nickname for them. Parsing is costly, so {@link #known}
 * keeps the last ones.
 *
 * @param text as it is written, with single spaces
 * @param fields the five fields
 * @param times finds due times in the zone it is asked with
 */
public record CronExpression(String text, String fields, ExecutionTime times) {
  private static final CronParser FIVE_FIELDS =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern SHAPE = Pattern.compile("\\S{1,100}(?: \\S{1,100}){4}");
  private static final ZonedDateTime ANY_DAY =
      ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private static final int MOST_KNOWN = 1_000;
  private static final Map<String, CronExpression> KNOWN = new ConcurrentHashMap<>();

  /** One that was parsed before, if it still is at hand; the same as {@link #parse} otherwise. */
  static CronExpression known(String expression) {
    CronExpression known = KNOWN.get(expression);
    if (known != null) {
      return known;
    }
    CronExpression parsed = parse(expression);
    if (KNOWN.size() >= MOST_KNOWN) {
      KNOWN.clear();
    }
    KNOWN.put(expression, parsed);
    return parsed;
  }

  /**
   * @throws IllegalArgumentException if it is no expression, or never due; the message says why
   */
  public static CronExpression parse(String expression) {
    String text = expression.strip().replaceAll("\\s+", " ");
    String fields = NICKNAMES.getOrDefault(text, text);
    if (!SHAPE.matcher(fields).matches()) {
      throw new IllegalArgumentException("it does not have five fields");
    }
    CronExpression parsed = new CronExpression(text, fields, times(fields));
    if (parsed.times().nextExecution(ANY_DAY).isEmpty()) {
      throw new IllegalArgumentException("no day is ever due");
    }
    return parsed;
  }

  private static ExecutionTime times(String fields) {
    try {
      return ExecutionTime.forCron(FIVE_FIELDS.parse(fields).validate());
    } catch (RuntimeException wrong) { // the parser throws more than it declares
      throw new IllegalArgumentException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /** Whether the hour is given, so that the expression means hours of the wall clock. */
  boolean hasFixedHour() {
    return !fields.split(" ")[1].startsWith("*");
  }
}
