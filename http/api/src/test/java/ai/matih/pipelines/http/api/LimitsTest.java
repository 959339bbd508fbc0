package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers for a tenant that asks too much, and for a node that cannot answer. */
class LimitsTest {

  @Test
  void aTenantThatAsksTooMuchIsToldWhenToComeBack() {
    try (ApiUnderTest api =
        new ApiUnderTest(settings -> settings.limitedTo(2, java.time.Clock.systemUTC()))) {
      Answered first = api.get("/v1/pipelines");
      api.get("/v1/pipelines");
      Answered third = api.get("/v1/pipelines");

      assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
      assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.code()).isEqualTo("RATE_LIMITED");
      assertThat(Integer.parseInt(third.header("Retry-After"))).isBetween(1, 60);
      assertThat(third.json().path("error").path("details").fieldNames())
          .toIterable()
          .contains("limit", "remaining", "resetAt", "retryAfter");
      assertThat(api.send("GET", "/health", "", Map.of("Authorization", "")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutALimitThereAreNoSuchHeaders() {
    try (ApiUnderTest api = new ApiUnderTest()) {
      assertThat(api.get("/v1/pipelines").header("X-RateLimit-Limit")).isEmpty();
    }
  }

  @Test
  void aNodeThatCannotAnswerSaysSoInTime() {
    try (ApiUnderTest api = new ApiUnderTest(LimitsTest::impatient)) {
      String pipeline = api.pipeline("unanswered");
      String run = api.run(pipeline);
      api.node.silent = true;

      for (String path : new String[] {pipeline, "executions/" + run}) {
        Answered answered = api.get("/v1/pipelines/" + path);

        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answered.header("Retry-After")).isEqualTo("1");
      }
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNoFaultOfTheNodeAndTheCallMayBeTriedAgain() {
    try (ApiUnderTest api = new ApiUnderTest()) {
      api.node.databaseAway = true;

      Answered answered = api.get("/v1/pipelines");

      assertThat(answered.status()).isEqualTo(503);
      assertThat(answered.code()).isEqualTo("SERVICE_UNAVAILABLE");
      assertThat(answered.header("Retry-After")).isEqualTo("1");
      assertThat(answered.raw().body()).doesNotContain("jdbc", "password", "SQLException");
    }
  }

  private static ApiSettings impatient(ApiSettings settings) {
    return new ApiSettings(
        settings.host(),
        settings.port(),
        settings.keys(),
        settings.issuer(),
        settings.limits(),
        settings.maxBodyBytes(),
        settings.bodyPatience(),
        Duration.ofSeconds(2),
        settings.atOnce());
  }
}
