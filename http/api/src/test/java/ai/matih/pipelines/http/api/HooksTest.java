package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pipeline with the webhook trigger {@code orders}, signed with the key of connection HOOK. */
class HooksTest {
  private static final String DEFINITION =
      ApiUnderTest.DEFINITION
          + """
          parameters:
            region: {type: string, default: "all"}
          orchestration:
            triggers:
              - {type: webhook, name: orders, connection: HOOK, max_concurrent: 50}
              - {type: webhook, name: single, connection: HOOK}
              - {type: webhook, name: dropped, connection: HOOK, overlap: skip}
          """;

  private static ApiUnderTest api;
  private static String tenant;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
    api.pipeline("brings-its-connection");
    for (String name : new String[] {"hooked", "busy", "resting"}) {
      Answered created =
          api.yaml(
              "POST", "/v1/pipelines?paused=" + name.equals("resting"), DEFINITION.formatted(name));
      assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    }
    tenant = ApiUnderTest.TENANT;
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Answered call(String pipeline, String hook, String body, String key, Instant at) {
    return call(api, pipeline, hook, body, key, at);
  }

  private static Answered call(
      ApiUnderTest api, String pipeline, String hook, String body, String key, Instant at) {
    long seconds = at.getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String hash =
          HexFormat.of()
              .formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
      return api.send(
          "POST",
          "/v1/hooks/" + tenant + "/" + pipeline + "/" + hook,
          body,
          Map.of(
              "X-Matih-Signature",
              "t=" + seconds + ",v1=" + hash,
              "Content-Type",
              "application/json"));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Answered called(String body, Instant at) {
    return call("hooked", "orders", body, "key of HOOK", at);
  }

  @Test
  void callsWaitForTheirTurnAndNoKnownCallerWaitsForThem() throws Exception {
    try (ApiUnderTest narrow = new ApiUnderTest(HooksTest::oneAtOnce)) {
      narrow.pipeline("brings-its-connection");
      narrow.yaml("POST", "/v1/pipelines?paused=false", DEFINITION.formatted("narrow"));
      narrow.node.silent = true;
      Instant now = Instant.now();
      CompletableFuture<Answered> first =
          CompletableFuture.supplyAsync(
              () -> call(narrow, "narrow", "orders", "{\"delivery_id\": 1}", "key of HOOK", now));
      while (narrow.node.unanswered.get() == 0) {
        assertThat(first).isNotDone();
        Thread.onSpinWait();
      }
      narrow.node.silent = false;
      CompletableFuture<Answered> second =
          CompletableFuture.supplyAsync(
              () -> call(narrow, "narrow", "orders", "{\"delivery_id\": 2}", "key of HOOK", now));

      assertThat(narrow.get("/v1/pipelines").status()).isEqualTo(200);
      CompletableFuture.anyOf(first, second).get();
      assertThat(first).as("the second waits for its end").isDone();
      assertThat(first.get().status()).isEqualTo(503);
      assertThat(second.get().status()).isEqualTo(202);
    }
  }

  private static ApiSettings oneAtOnce(ApiSettings settings) {
    return new ApiSettings(
        settings.host(),
        settings.port(),
        settings.keys(),
        settings.issuer(),
        settings.limits(),
        settings.maxBodyBytes(),
        settings.bodyPatience(),
        Duration.ofSeconds(2),
        1);
  }

  @Test
  void aSignedCallStartsARunWithTheParametersThatItCarries() {
    Answered started = called("{\"region\": \"eu\", \"noise\": 1}", Instant.now());

    assertThat(started.status()).as(started.raw().body()).isEqualTo(202);
    Answered run = api.get(started.header("Location"));
    assertThat(run.json().at("/parameters/region").asText()).isEqualTo("eu");
    assertThat(run.json().path("startedBy").asText()).isEqualTo("trigger:orders");
    assertThat(run.json().at("/trigger/name").asText()).isEqualTo("orders");
    assertThat(run.json().at("/trigger/kind").asText()).isEqualTo("webhook");
    assertThat(run.json().at("/trigger/key").asText()).hasSize(64);
  }

  @Test
  void aCallThatFindsNoPlaceWaitsOrIsDroppedAsItsTriggerSays() {
    Instant now = Instant.now();
    Answered first = call("busy", "single", "{\"delivery_id\": \"1\"}", "key of HOOK", now);
    assertThat(first.json().path("status").asText()).isEqualTo("QUEUED");

    Answered second = call("busy", "single", "{\"delivery_id\": \"2\"}", "key of HOOK", now);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.json().path("status").asText()).isEqualTo("WAITING");
    assertThat(second.json().path("executionId").asText()).startsWith("exec-");

    Answered third = call("busy", "dropped", "{}", "key of HOOK", now);
    assertThat(third.status()).isEqualTo(202);
    assertThat(third.json().path("status").asText()).isEqualTo("SKIPPED");
    assertThat(third.json().path("reason").asText()).isEqualTo("OVERLAP");
    String id = first.json().path("pipelineId").asText();
    assertThat(api.get("/v1/pipelines/" + id).json().at("/triggers/1/waitingCount").asInt())
        .isOne();
  }

  @Test
  void theSameCallAndTheSameDeliverySignedAnewAreTheSameRun() {
    Instant now = Instant.now();
    String first = called("{\"region\": \"us\"}", now).json().path("executionId").asText();
    assertThat(called("{\"region\": \"us\"}", now).json().path("executionId").asText())
        .isEqualTo(first);
    assertThat(
            called("{\"region\": \"us\"}", now.plusSeconds(1)).json().path("executionId").asText())
        .isNotEqualTo(first);

    String delivery = "{\"delivery_id\": \"d1\"}";
    assertThat(called(delivery, now).json().path("executionId"))
        .isEqualTo(called(delivery, now.plusSeconds(2)).json().path("executionId"));
  }

  @Test
  void whatIsNotSignedByTheKeyNowLearnsNothing() {
    Instant now = Instant.now();
    for (Answered refused :
        new Answered[] {
          call("hooked", "orders", "{}", "another key", now),
          call("hooked", "orders", "{}", "key of HOOK", now.minusSeconds(600)),
          call("hooked", "nothing", "{}", "key of HOOK", now),
          call("nobody", "orders", "{}", "key of HOOK", now)
        }) {
      assertThat(refused.status()).isEqualTo(401);
    }
  }

  @Test
  void aPipelineThatIsNotActiveLetsItsTriggersRest() {
    assertThat(call("resting", "orders", "{}", "key of HOOK", Instant.now()).status())
        .isEqualTo(409);
  }
}
