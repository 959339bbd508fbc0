package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.schedule.BackfillRequest;
import ai.matih.pipelines.schedule.CronExpression;
import ai.matih.pipelines.schedule.Schedule;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * What a backfill is asked to be.
 *
 * @param from a date or an instant; the first interval starts there or later
 * @param to the last date, or the instant before which every interval ends
 * @param every a cron expression; by default the pipeline's schedule, else {@code @daily}
 * @param parallelism intervals at once, 1 by default
 */
record BackfillBody(
    Optional<String> from,
    Optional<String> to,
    Optional<String> every,
    Optional<Integer> parallelism,
    Optional<Boolean> reverse,
    Optional<Map<String, Object>> parameters,
    @JsonProperty("allow_append") Optional<Boolean> allowAppend,
    @JsonProperty("dry_run") Optional<Boolean> dryRun) {

  /** Checked, with what is not over yet left out. */
  BackfillRequest request(Pipeline pipeline, Instant now) {
    Optional<Schedule> schedule = pipeline.schedule();
    ZoneId zone = schedule.map(Schedule::timezone).orElse(ZoneOffset.UTC);
    Instant first = time("from", from, zone, 0);
    Instant last = time("to", to, zone, 1);
    if (!first.isBefore(last)) {
      throw wrong(
          "to", "to is not after from.", "Give a later date; a date counts as a whole day.");
    }
    int width = parallelism.orElse(1);
    if (width < 1 || width > BackfillRequest.MOST_PARALLEL) {
      throw wrong(
          "parallelism",
          "parallelism cannot be " + width + ".",
          "Give 1 to " + BackfillRequest.MOST_PARALLEL + ".");
    }
    return new BackfillRequest(
        first,
        last.isAfter(now) ? now : last,
        every.map(BackfillBody::cron).orElse(schedule.map(Schedule::cron).orElse("@daily")),
        zone,
        reverse.orElse(false),
        width,
        parameters.orElse(Map.of()));
  }

  private static String cron(String text) {
    try {
      return CronExpression.parse(text).text();
    } catch (IllegalArgumentException e) {
      throw wrong(
          "every",
          text + " is no cron expression: " + e.getMessage() + ".",
          "Give five fields, or @hourly, @daily, @weekly, @monthly.");
    }
  }

  private static Instant time(String field, Optional<String> given, ZoneId zone, int daysOn) {
    String text =
        given.orElseThrow(
            () -> wrong(field, field + " is missing.", "Give a date such as 2026-01-31."));
    try {
      return text.length() == 10
          ? LocalDate.parse(text).plusDays(daysOn).atStartOfDay(zone).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(
          field,
          text + " is neither a date nor an instant.",
          "Give a date such as 2026-01-31, or an instant such as 2026-01-31T06:00:00Z.");
    }
  }

  private static RuntimeException wrong(String field, String message, String remedy) {
    return BodyReader.problem("invalid_value", field, 0, 0, message, remedy);
  }
}
