package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BackfillsTest {
  private static final Map<String, Object> FEBRUARY =
      Map.of("from", "2026-02-01", "to", "2026-02-28", "every", "@daily", "parallelism", 4);

  private static ApiUnderTest api;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String of(String pipeline) {
    return "/v1/pipelines/" + pipeline + "/backfills";
  }

  @Test
  void aRangeOfDatesIsABackfillOfWholeDaysThatCanBeFoundAgain() {
    String pipeline = api.pipeline("backfilled");

    Answered started = api.post(of(pipeline), FEBRUARY);
    assertThat(started.status()).as(started.raw().body()).isEqualTo(202);
    assertThat(started.json().path("status").asText()).isEqualTo("RUNNING");
    assertThat(started.json().path("total").asInt()).isEqualTo(28);
    assertThat(started.json().path("remaining").asInt()).isEqualTo(28);

    Answered found = api.get(started.header("Location"));
    assertThat(found.json().path("backfillId")).isEqualTo(started.json().path("backfillId"));
    assertThat(api.get(of(pipeline)).json().path("data")).hasSize(1);
  }

  @Test
  void itIsPausedResumedAndCancelled() {
    Answered started = api.post(of(api.pipeline("paused-backfill")), FEBRUARY);
    String one = started.header("Location");

    assertThat(api.post(one + "/pause", Map.of()).json().path("status").asText())
        .isEqualTo("PAUSED");
    assertThat(api.post(one + "/resume", Map.of()).json().path("status").asText())
        .isEqualTo("RUNNING");
    assertThat(api.post(one + "/cancel", Map.of()).json().path("status").asText())
        .isEqualTo("CANCELLED");
    assertThat(api.post(one + "/resume", Map.of()).status()).isEqualTo(409);
  }

  @Test
  void aDryRunShowsTheIntervalsAndChangesNothing() {
    String pipeline = api.pipeline("dry-backfill");

    Answered shown =
        api.post(of(pipeline), Map.of("from", "2026-02-01", "to", "2026-02-02", "dry_run", true));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().path("intervals")).hasSize(2);
    assertThat(shown.json().at("/intervals/1/end").asText()).isEqualTo("2026-02-03T00:00:00Z");
    assertThat(api.get(of(pipeline)).json().path("data")).isEmpty();
  }

  @Test
  void aWrongRangeIsRefusedWithItsField() {
    String pipeline = api.pipeline("wrong-backfill");

    for (Map<String, Object> wrong :
        java.util.List.<Map<String, Object>>of(
            Map.of("from", "2026-02-01"),
            Map.of("from", "yesterday", "to", "2026-02-01"),
            Map.of("from", "2026-02-02", "to", "2026-02-01"),
            Map.of("from", "2000-01-01", "to", "2026-02-01", "every", "* * * * *"),
            Map.of("from", "2026-02-01", "to", "2026-02-02", "every", "now and then"),
            Map.of("from", "2026-02-01", "to", "2026-02-02", "parallelism", 0))) {
      Answered refused = api.post(of(pipeline), wrong);
      assertThat(refused.status()).as("%s", wrong).isEqualTo(400);
      assertThat(refused.json().at("/error/details/problems/0/remedy").asText()).isNotEmpty();
    }
    assertThat(api.post(of(pipeline), Map.of("from", "2999-01-01", "to", "2999-01-31")).status())
        .isEqualTo(400);
  }

  @Test
  void anUnknownOneIsNotFound() {
    String made = api.post(of(api.pipeline("known")), FEBRUARY).header("Location");

    assertThat(api.get("/v1/backfills/backfill-1").status()).isEqualTo(404);
    assertThat(api.get(made.substring(0, made.length() - 1) + "?").status()).isEqualTo(404);
  }
}
