package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunValuesTest {
  private static final Instant NOW = Instant.parse("2026-03-05T10:20:30Z");

  @Test
  void aManualRunGetsTheCurrentIntervalOfItsSchedule() {
    Map<String, Object> values =
        RunValues.manual(NOW, Optional.of(daily("UTC")), Map.of(), Optional.empty());

    assertThat(values)
        .containsEntry("execution_date", "2026-03-05")
        .containsEntry("data_interval_start", "2026-03-05T06:00:00Z")
        .containsEntry("data_interval_end", "2026-03-06T06:00:00Z")
        .containsEntry("scheduled_at", "2026-03-05T10:20:30Z");
  }

  @Test
  void aManualRunWithoutAScheduleGetsTheCurrentDay() {
    assertThat(RunValues.manual(NOW, Optional.empty(), Map.of(), Optional.empty()))
        .containsEntry("execution_date", "2026-03-05")
        .containsEntry("data_interval_start", "2026-03-05T00:00:00Z")
        .containsEntry("data_interval_end", "2026-03-06T00:00:00Z");
  }

  @Test
  void aScheduledRunCoversTheIntervalThatEndsWhenItIsDue() {
    assertThat(
            RunValues.scheduled(
                new Interval(
                    1,
                    Instant.parse("2026-03-05T06:00:00Z"),
                    Instant.parse("2026-03-05T06:00:07Z"),
                    new DataInterval(
                        Instant.parse("2026-03-04T06:00:00Z"),
                        Instant.parse("2026-03-05T06:00:00Z")),
                    ZoneId.of("UTC"),
                    false),
                Map.of(),
                Optional.empty()))
        .containsEntry("scheduled_at", "2026-03-05T06:00:00Z")
        .containsEntry("execution_date", "2026-03-04")
        .containsEntry("data_interval_end", "2026-03-05T06:00:00Z");
  }

  @Test
  void theExecutionDateIsThatOfTheSchedulesZone() {
    assertThat(
            RunValues.manual(
                NOW, Optional.of(daily("Pacific/Auckland")), Map.of(), Optional.empty()))
        .containsEntry("data_interval_start", "2026-03-04T17:00:00Z")
        .containsEntry("execution_date", "2026-03-05");
  }

  @Test
  void beforeAnyRunSucceededTheLastRunIsBeforeAnything() {
    assertThat(RunValues.manual(NOW, Optional.empty(), Map.of(), Optional.empty()))
        .containsEntry("last_run", "1970-01-01T00:00:00Z");
    assertThat(RunValues.manual(NOW, Optional.empty(), Map.of(), Optional.of(NOW)))
        .containsEntry("last_run", "2026-03-05T10:20:30Z");
  }

  private static Schedule daily(String zone) {
    return new Schedule(
        "0 6 * * *",
        ZoneId.of(zone),
        Optional.empty(),
        Optional.empty(),
        OverlapPolicy.SKIP,
        1,
        Duration.ZERO,
        Duration.ofHours(1),
        Catchup.NONE);
  }
}
