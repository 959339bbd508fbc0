package ai.matih.pipelines.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitSince;
import ai.matih.pipelines.definition.WaitTimeout;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gate of data waits for is told with the values of its run. */
class AwaitedTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant OPENED = Instant.parse("2026-03-04T05:00:00Z");
  private static final Map<String, Object> VALUES =
      Map.of(
          "execution_date", "2026-03-04",
          "data_interval_start", "2026-03-03T00:00:00Z",
          "last_run", "2026-02-01T00:00:00Z",
          "params.region", "n'z",
          "params.count", 7);

  private static String of(WaitFor wait) {
    return Awaited.of(wait, Plans.valued(VALUES), OPENED);
  }

  private static WaitFor.Dataset dataset(WaitSince since) {
    return new WaitFor.Dataset(
        Optional.empty(),
        Optional.empty(),
        List.of("sales.out", "crm.out"),
        TriggerRequire.ANY,
        since,
        MINUTE,
        MINUTE,
        WaitTimeout.FAIL);
  }

  private static WaitFor.Time time(String until, String zone) {
    return new WaitFor.Time(
        Optional.empty(),
        Optional.empty(),
        until,
        ZoneId.of(zone),
        MINUTE,
        MINUTE,
        WaitTimeout.FAIL);
  }

  @Test
  void theFolderAndPatternOfAFile() {
    WaitFor file =
        new WaitFor.File(
            Optional.empty(),
            Optional.empty(),
            "IN",
            Optional.of("drop/{{ execution_date }}"),
            Optional.of("{{ params.region }}-{{ watermark }}.csv"),
            MINUTE,
            MINUTE,
            MINUTE,
            WaitTimeout.FAIL);
    assertThat(of(file)).isEqualTo("a file drop/2026-03-04/n'z-{{ watermark }}.csv of IN");
  }

  @Test
  void theQueryWithItsLiterals() {
    WaitFor sql =
        new WaitFor.Sql(
            Optional.empty(),
            Optional.empty(),
            "ERP",
            "SELECT count(*) > {{ params.count }}\n  FROM days\n"
                + " WHERE day = {{ execution_date }} AND r = {{ params.region }}",
            MINUTE,
            MINUTE,
            WaitTimeout.FAIL);
    assertThat(of(sql))
        .isEqualTo(
            "a row of ERP by SELECT count(*) > 7 FROM days"
                + " WHERE day = '2026-03-04' AND r = 'n''z'");
  }

  @Test
  void sinceWhenADatasetHasToBeLoaded() {
    assertThat(of(dataset(WaitSince.INTERVAL)))
        .isEqualTo("a version of sales.out or crm.out loaded since 2026-03-03T00:00:00Z");
    assertThat(of(dataset(WaitSince.LAST_RUN))).endsWith("loaded since 2026-02-01T00:00:00Z");
  }

  @Test
  void theInstantThatATimeIs() {
    assertThat(of(time("06:30", "Europe/Berlin")))
        .isEqualTo("2026-03-04T05:30:00Z (06:30 Europe/Berlin)");
    assertThat(of(time("{{ execution_date }}T07:00:00Z", "UTC"))).isEqualTo("2026-03-04T07:00:00Z");
  }
}
