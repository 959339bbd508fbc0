package ai.matih.pipelines.definition;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** When {@code until} is. */
public final class WaitTimes {
  private WaitTimes() {}

  /**
   * {@code HH:MM} in {@code zone} on the day of {@code from}, or the date and time that it is.
   *
   * @throws java.time.DateTimeException if it is neither
   */
  public static Instant of(String until, ZoneId zone, Instant from) {
    return until.contains("T")
        ? OffsetDateTime.parse(until).toInstant()
        : from.atZone(zone).toLocalDate().atTime(LocalTime.parse(until)).atZone(zone).toInstant();
  }
}
