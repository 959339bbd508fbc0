package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.RunValue;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.DueTimes;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the placeholders of a run stand for: {@code params.<name>} and the run values by their
 * documented names. Instants are texts in UTC, dates in the schedule's zone.
 */
public final class RunValues {
  /** Before anything: what {@code last_run} stands for in a first run. */
  public static final Instant NEVER = Instant.EPOCH;

  private static final String PARAMETER = "params.";

  private RunValues() {}

  /**
   * The values of a run that somebody asks for at {@code now}. It covers the current interval of
   * the schedule; without one, the current day in UTC.
   *
   * @param parameters checked ones, see {@link Parameters}
   * @param lastRun the start of the last run that succeeded
   */
  public static Map<String, Object> manual(
      Instant now,
      Optional<Schedule> schedule,
      Map<String, Object> parameters,
      Optional<Instant> lastRun) {
    ZoneId zone = schedule.map(Schedule::timezone).orElse(ZoneOffset.UTC);
    DataInterval interval =
        schedule
            .flatMap(one -> new DueTimes(one).around(now))
            .orElseGet(() -> dayOf(now.atZone(ZoneOffset.UTC)));
    return values(interval, now, zone, parameters, lastRun);
  }

  /** The values of the run of a due time. */
  public static Map<String, Object> scheduled(
      Interval due, Map<String, Object> parameters, Optional<Instant> lastRun) {
    return values(due.data(), due.nominal(), due.zone(), parameters, lastRun);
  }

  /** The values of the run of one interval of a backfill. */
  public static Map<String, Object> backfilled(
      DataInterval interval,
      ZoneId zone,
      Map<String, Object> parameters,
      Optional<Instant> lastRun) {
    return values(interval, interval.end(), zone, parameters, lastRun);
  }

  private static Map<String, Object> values(
      DataInterval interval,
      Instant scheduledAt,
      ZoneId zone,
      Map<String, Object> parameters,
      Optional<Instant> lastRun) {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(PARAMETER + name, value));
    put(values, RunValue.EXECUTION_DATE, interval.start().atZone(zone).toLocalDate());
    put(values, RunValue.DATA_INTERVAL_START, interval.start());
    put(values, RunValue.DATA_INTERVAL_END, interval.end());
    put(values, RunValue.SCHEDULED_AT, scheduledAt);
    put(values, RunValue.LAST_RUN, lastRun.orElse(NEVER));
    return Map.copyOf(values);
  }

  private static void put(Map<String, Object> values, RunValue key, Object value) {
    values.put(key.wireName(), value.toString());
  }

  private static DataInterval dayOf(ZonedDateTime now) {
    ZonedDateTime start = now.toLocalDate().atStartOfDay(now.getZone());
    return new DataInterval(start.toInstant(), start.plusDays(1).toInstant());
  }
}
