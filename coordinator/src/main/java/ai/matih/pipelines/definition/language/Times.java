package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.schedule.CronExpression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, dates, zones and cron expressions: checked and brought into their normal form. */
final class Times {
  static final String DURATION_PATTERN = "^(?:\\d{1,9}(?:ms|s|m|h|d|w))+$";
  private static final Pattern PART = Pattern.compile("\\G(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private Times() {}

  static String duration(String text) {
    Duration total = Duration.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (total.compareTo(LONGEST) <= 0 && part.find()) {
      total = total.plus(part(Long.parseLong(part.group(1)), part.group(2)));
      end = part.end();
    }
    if (total.compareTo(LONGEST) > 0) {
      throw new Refused("out_of_range", text + " is longer than ten years", "Give a shorter one.");
    }
    if (end == 0 || end != text.length()) {
      throw new Refused(
          "invalid_duration",
          text + " is not a duration",
          "Write a number and a unit, as in 500ms, 60s, 15m, 4h, 1d or 1h30m.");
    }
    return total.toString();
  }

  private static Duration part(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }

  static String cron(String text) {
    try {
      return CronExpression.parse(text).text();
    } catch (IllegalArgumentException wrong) {
      throw new Refused(
          "invalid_cron",
          text + " is not a cron expression: " + wrong.getMessage(),
          "Write five fields, minute hour day month weekday, as in \"0 6 * * *\", or @hourly,"
              + " @daily, @weekly, @monthly, @yearly.");
    }
  }

  static String zone(String text) {
    try {
      return ZoneId.of(text).getId();
    } catch (DateTimeException wrong) {
      throw new Refused(
          "invalid_timezone",
          "there is no time zone " + text,
          "Write a name of the time zone database, as in UTC or Europe/Berlin.");
    }
  }

  static String date(String text) {
    try {
      return LocalDate.parse(text).toString();
    } catch (DateTimeException wrong) {
      throw new Refused(
          "invalid_date", text + " is not a date", "Write year-month-day, as in 2026-01-31.");
    }
  }
}
