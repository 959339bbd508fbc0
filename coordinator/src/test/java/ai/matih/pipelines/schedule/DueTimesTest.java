package ai.matih.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTimesTest {

  @Test
  void theNextDueTimesFollowEachOther() {
    assertThat(new DueTimes(utc("0 6 * * *")).next(at("2026-03-05T06:00:00Z"), 2))
        .containsExactly(at("2026-03-06T06:00:00Z"), at("2026-03-07T06:00:00Z"));
  }

  @Test
  void nicknamesAreSchedules() {
    Instant now = at("2026-03-05T10:20:00Z");

    assertThat(new DueTimes(utc("@hourly")).next(now)).contains(at("2026-03-05T11:00:00Z"));
    assertThat(new DueTimes(utc("@daily")).next(now)).contains(at("2026-03-06T00:00:00Z"));
    assertThat(new DueTimes(utc("@weekly")).next(now)).contains(at("2026-03-08T00:00:00Z"));
    assertThat(new DueTimes(utc("@monthly")).next(now)).contains(at("2026-04-01T00:00:00Z"));
    assertThat(new DueTimes(utc("@yearly")).next(now)).contains(at("2027-01-01T00:00:00Z"));
  }

  @Test
  void fieldsAreReadInTheScheduleZone() {
    assertThat(new DueTimes(in("0 6 * * *", "Europe/Berlin")).next(at("2026-07-01T00:00:00Z")))
        .contains(at("2026-07-01T04:00:00Z"));
  }

  @Test
  void aTimeThatSummerTimeLeavesOutStillRunsOnceThatDay() {
    DueTimes times = new DueTimes(in("30 2 * * *", "Europe/Berlin"));

    assertThat(times.next(at("2026-03-28T12:00:00Z"), 2))
        .containsExactly(at("2026-03-29T01:00:00Z"), at("2026-03-30T00:30:00Z"));
  }

  @Test
  void aTimeThatWinterTimeRepeatsRunsOnce() {
    DueTimes times = new DueTimes(in("30 2 * * *", "Europe/Berlin"));

    assertThat(times.next(at("2026-10-24T12:00:00Z"), 2))
        .containsExactly(at("2026-10-25T00:30:00Z"), at("2026-10-26T01:30:00Z"));
  }

  @Test
  void anHourlyScheduleIsDueEveryHourWhateverTheClockDoes() {
    DueTimes times = new DueTimes(in("30 * * * *", "Europe/Berlin"));

    assertThat(times.next(at("2026-10-24T23:31:00Z"), 3))
        .containsExactly(
            at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"), at("2026-10-25T02:30:00Z"));
    assertThat(times.next(at("2026-03-28T23:31:00Z"), 3))
        .containsExactly(
            at("2026-03-29T00:30:00Z"), at("2026-03-29T01:30:00Z"), at("2026-03-29T02:30:00Z"));
  }

  @Test
  void nothingIsDueOutsideTheDates() {
    Schedule schedule =
        schedule(
            "0 6 * * *",
            "UTC",
            Optional.of(LocalDate.of(2026, 3, 10)),
            Optional.of(LocalDate.of(2026, 3, 11)));

    assertThat(new DueTimes(schedule).next(at("2026-03-01T00:00:00Z"), 10))
        .containsExactly(at("2026-03-10T06:00:00Z"), at("2026-03-11T06:00:00Z"));
  }

  @Test
  void aScheduledRunCoversTheTimeBeforeItsDueTime() {
    assertThat(new DueTimes(utc("0 6 * * *")).endingAt(at("2026-03-05T06:00:00Z")))
        .contains(new DataInterval(at("2026-03-04T06:00:00Z"), at("2026-03-05T06:00:00Z")));
  }

  @Test
  void theIntervalAroundADueTimeBeginsThere() {
    assertThat(new DueTimes(utc("0 6 * * *")).around(at("2026-03-05T06:00:00Z")))
        .contains(new DataInterval(at("2026-03-05T06:00:00Z"), at("2026-03-06T06:00:00Z")));
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static Schedule utc(String cron) {
    return in(cron, "UTC");
  }

  private static Schedule in(String cron, String zone) {
    return schedule(cron, zone, Optional.empty(), Optional.empty());
  }

  private static Schedule schedule(
      String cron, String zone, Optional<LocalDate> start, Optional<LocalDate> end) {
    return new Schedule(
        cron,
        ZoneId.of(zone),
        start,
        end,
        OverlapPolicy.SKIP,
        1,
        Duration.ZERO,
        Duration.ofHours(1),
        Catchup.NONE);
  }
}
