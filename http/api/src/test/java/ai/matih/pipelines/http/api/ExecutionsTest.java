package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  private static final String RUNS = "/v1/pipelines/executions/";

  private static ApiUnderTest api;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void aListIsReadByCursorToItsEndEachElementOnce() {
    for (int i = 0; i < 5; i++) {
      api.pipeline("paged-" + i);
    }
    List<String> whole =
        api.get("/v1/pipelines?size=100").json().path("data").findValuesAsText("pipelineId");

    List<String> walked = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = api.get("/v1/pipelines?size=2" + next).json();
      assertThat(page.path("pagination").path("totalElements").asInt()).isEqualTo(whole.size());
      walked.addAll(page.path("data").findValuesAsText("pipelineId"));
      JsonNode cursor = page.path("pagination").path("nextCursor");
      assertThat(page.path("pagination").path("hasNext").asBoolean()).isEqualTo(cursor.isTextual());
      next = cursor.isTextual() ? "&cursor=" + cursor.asText() : "";
    } while (!next.isEmpty());

    assertThat(walked).isEqualTo(whole).hasSizeGreaterThan(4);
  }

  @Test
  void aCursorThatNoListGaveIsRefused() {
    assertThat(api.get(RUNS.substring(0, RUNS.length() - 1) + "?cursor=nonsense").status())
        .isEqualTo(400);
    assertThat(api.get("/v1/pipelines?cursor=!!").status()).isEqualTo(400);
    assertThat(api.get("/v1/pipelines?page=1&cursor=bm9uZQ").status()).isEqualTo(400);
  }

  @Test
  void aNodeWithoutRoomRefusesNewRunsAndSaysWhere() {
    String pipeline = api.pipeline("no-room");
    api.node.disk = new Health.Part(false, Optional.of("the disk of /home has 3 MiB left"));
    try {
      Answered refused = api.post("/v1/pipelines/" + pipeline + "/execute", "{}");

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.raw().body()).contains("the disk of /home has 3 MiB left", "Make room");
      assertThat(api.get("/v1/pipelines/" + pipeline).status()).isEqualTo(200);
    } finally {
      api.node.disk = new Health.Part(true, Optional.empty());
    }
    assertThat(api.post("/v1/pipelines/" + pipeline + "/execute", "{}").status()).isEqualTo(202);
  }

  @Test
  void anExecuteIsAnsweredAsDocumented() {
    String pipeline = api.pipeline("executed");

    Answered started =
        api.post(
            "/v1/pipelines/" + pipeline + "/execute",
            "{\"parameters\":{},\"engine_override\":null,\"priority\":\"NORMAL\"}");

    assertThat(started.status()).isEqualTo(202);
    JsonNode body = started.json();
    assertThat(body.path("executionId").asText()).startsWith("exec-");
    assertThat(body.path("pipelineId").asText()).isEqualTo(pipeline);
    assertThat(body.path("status").asText()).isEqualTo("QUEUED");
    assertThat(body.path("engine").asText()).isEqualTo("embedded");
    assertThat(body.path("estimatedDurationMs").isIntegralNumber()).isTrue();
    assertThat(body.path("submittedAt").asText()).endsWith("Z");
  }

  @Test
  void aRunShowsProgressMetricsAndItsEnd() {
    String run = api.run(api.pipeline("shown"));

    JsonNode before = api.get(RUNS + run).json();
    api.node.cores.succeed(new ExecutionId(run));
    JsonNode after = api.get(RUNS + run).json();

    assertThat(before.path("status").asText()).isEqualTo("DISPATCHED");
    assertThat(before.path("progress").path("totalTasks").asInt()).isEqualTo(2);
    assertThat(after.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(after.path("progress").path("percentage").asInt()).isEqualTo(100);
    assertThat(after.path("metrics").has("rowsProcessed")).isTrue();
    assertThat(after.path("cost").has("actual")).isTrue();
    assertThat(after.path("endedAt").asText()).endsWith("Z");
    assertThat(api.get(RUNS + run + "/steps").json().path("data"))
        .hasSize(2)
        .allSatisfy(step -> assertThat(step.path("status").asText()).isEqualTo("SUCCEEDED"));
  }

  @Test
  void liveEventsEndWithTheRunAndResumeWhereTheyLeftOff() {
    String run = api.run(api.pipeline("followed"));
    api.node.cores.succeed(new ExecutionId(run));

    Answered all = api.get(RUNS + run + "/events");
    Answered rest = api.send("GET", RUNS + run + "/events", "", Map.of("Last-Event-ID", "2"));

    assertThat(all.header("Content-Type")).startsWith("text/event-stream");
    assertThat(all.raw().body())
        .startsWith("id: 1\nevent: ExecutionStarted\ndata: {")
        .contains("event: ExecutionEnded")
        .contains("event: progress")
        .contains("event: end");
    assertThat(rest.raw().body()).startsWith("id: 3\n");
  }

  @Test
  void aListenerWhoComesWhileTheRunGoesOnSeesItsEnd() {
    String run = api.run(api.pipeline("listened"));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!api.get(RUNS + run).json().path("status").asText().equals("DISPATCHED")) {
                Thread.onSpinWait();
              }
              api.node.cores.succeed(new ExecutionId(run));
            });

    assertThat(api.get(RUNS + run + "/events").raw().body()).contains("event: end");
  }

  @Test
  void logsAreTextAndCanBeFollowedToTheEnd() {
    String run = api.run(api.pipeline("logged"));
    api.node.logs.put(new ExecutionId(run), "one\ntwo\n");
    api.node.cores.succeed(new ExecutionId(run));

    Answered text = api.get(RUNS + run + "/logs");
    Answered rest = api.get(RUNS + run + "/logs?offset=4");
    Answered live = api.get(RUNS + run + "/logs?follow=true");

    assertThat(text.raw().body()).isEqualTo("one\ntwo\n");
    assertThat(text.header("X-Next-Offset")).isEqualTo("8");
    assertThat(rest.raw().body()).isEqualTo("two\n");
    assertThat(live.raw().body())
        .isEqualTo("id: 8\nevent: log\ndata: one\ndata: two\n\nevent: end\ndata: SUCCEEDED\n\n");
    assertThat(api.get(RUNS + run + "/logs?step=none").status()).isEqualTo(404);
  }

  @Test
  void theJournalNamesWhoDidWhat() {
    String pipeline = api.pipeline("journaled");
    String run =
        api.send(
                "POST",
                "/v1/pipelines/" + pipeline + "/execute",
                "{}",
                Map.of("Content-Type", "application/json"))
            .json()
            .path("executionId")
            .asText();
    api.send(
        "POST",
        RUNS + run + "/cancel",
        "{\"reason\":\"wrong day\"}",
        Map.of("Content-Type", "application/json", "X-Correlation-ID", "group-9"));

    JsonNode entries = api.get(RUNS + run + "/journal").json().path("data");

    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.path("type").asText()).isEqualTo("CancelRequested");
              assertThat(entry.path("actor").asText()).isEqualTo("ann");
              assertThat(entry.path("origin").asText()).isEqualTo("API");
              assertThat(entry.path("correlationId").asText()).isEqualTo("group-9");
            });
  }

  @Test
  void aCancelledRunIsRetriedAsANewOne() {
    String run = api.run(api.pipeline("retried"));

    Answered early = api.post(RUNS + run + "/retry", "{}");
    Answered cancelled = api.post(RUNS + run + "/cancel", "");
    Answered again = api.post(RUNS + run + "/retry", "");

    assertThat(early.status()).isEqualTo(409);
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(again.status()).as(again.raw().body()).isEqualTo(202);
    JsonNode next = api.get(RUNS + again.json().path("executionId").asText()).json();
    assertThat(next.path("resumeOf").asText()).isEqualTo(run);
    assertThat(next.path("rootExecutionId").asText()).isEqualTo(run);
  }

  @Test
  void aRetryAfterTheRowsAreGoneRunsTheirStepsAgain() {
    String run = api.run(api.pipeline("retried-late"));
    api.node.cores.succeed(new ExecutionId(run));
    String first = api.get(RUNS + run).json().path("steps").path(0).path("name").asText();

    assertThat(retried(run).path("status").asText()).isEqualTo("SUCCEEDED");
    api.node.gone = Set.of(first);

    assertThat(retried(run).path("steps").findValuesAsText("status")).doesNotContain("REUSED");
  }

  private JsonNode retried(String run) {
    Answered again = api.post(RUNS + run + "/retry", "");
    assertThat(again.status()).as(again.raw().body()).isEqualTo(202);
    return api.get(RUNS + again.json().path("executionId").asText()).json();
  }

  @Test
  void aRetryNamesAStepThatThereIs() {
    String run = api.run(api.pipeline("retried-from"));
    api.node.cores.succeed(new ExecutionId(run));

    assertThat(api.post(RUNS + run + "/retry", "{\"from\":\"nowhere\"}").status()).isEqualTo(400);
    assertThat(api.post(RUNS + run + "/retry", "{\"from\":\"x\",\"all\":true}").status())
        .isEqualTo(400);
  }

  @Test
  void aVerdictWithoutAGateIsRefusedWithAReason() {
    String run = api.run(api.pipeline("no-gate"));

    Answered refused = api.post(RUNS + run + "/approve", "{}");

    assertThat(refused.status()).isIn(400, 409);
    assertThat(refused.json().path("error").path("details").path("remedy").asText()).isNotEmpty();
  }

  @Test
  void runsAreListedByPipelineAndStatus() {
    String pipeline = api.pipeline("listed");
    String run = api.run(pipeline);

    JsonNode mine = api.get("/v1/pipelines/executions?pipelineId=" + pipeline).json();

    assertThat(mine.path("data").path(0).path("executionId").asText()).isEqualTo(run);
    assertThat(
            api.get("/v1/pipelines/executions?status=FAILED&pipelineId=" + pipeline)
                .json()
                .path("data"))
        .isEmpty();
    assertThat(api.get("/v1/pipelines/executions?since=yesterday").code())
        .isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void aConnectionNeverHoldsASecretInTheClear() {
    Answered clear =
        api.send(
            "PUT",
            "/v1/connections/SALES_DB",
            "{\"type\":\"postgresql\",\"options\":{\"password\":\"hunter2\"}}",
            Map.of("Content-Type", "application/json"));
    Answered saved =
        api.send(
            "PUT",
            "/v1/connections/SALES_DB",
            """
            {"type":"postgresql","options":{"host":"db","port":5432},
             "secrets":{"password":"${secret:SALES_PASSWORD}"}}""",
            Map.of("Content-Type", "application/json"));

    assertThat(clear.status()).isEqualTo(400);
    assertThat(clear.raw().body()).contains("secret_in_clear").doesNotContain("hunter2");
    assertThat(saved.status()).isEqualTo(200);
    assertThat(saved.json().path("options").path("port").asText()).isEqualTo("5432");
    assertThat(saved.json().path("secrets").path("password").asText())
        .isEqualTo("${secret:SALES_PASSWORD}");
    assertThat(api.post("/v1/connections/SALES_DB/test", "").json().path("works").asBoolean())
        .isTrue();
    assertThat(api.send("DELETE", "/v1/connections/SALES_DB", "", Map.of()).status())
        .isEqualTo(204);
    assertThat(api.get("/v1/connections/SALES_DB").status()).isEqualTo(404);
  }

  @Test
  void theNodeIsShownWithoutAToken() {
    Map<String, String> nobody = Map.of("Authorization", "");

    assertThat(api.send("GET", "/health", "", nobody).json().path("status").asText())
        .isEqualTo("UP");
    assertThat(api.send("GET", "/ready", "", nobody).json().path("parts").has("store")).isTrue();
    assertThat(api.send("GET", "/docs", "", nobody).raw().body())
        .contains("<html")
        .doesNotContain("https://");
    assertThat(api.send("GET", "/openapi.yaml", "", nobody).raw().body())
        .startsWith("openapi: 3.1");
    assertThat(api.send("GET", "/metrics", "", nobody).raw().body())
        .contains("matih_http_requests_total{method=\"GET\",endpoint=\"/health\"")
        .contains("matih_http_request_duration_seconds_bucket");
  }
}
