package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is shown of triggers and of gates that wait for data, and the pause of one trigger. */
class TriggersTest {
  private static ApiUnderTest api;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
    api.pipeline("brings-its-connection");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String pipeline(String name, String orchestration) {
    Answered created =
        api.yaml(
            "POST",
            "/v1/pipelines?paused=false",
            ApiUnderTest.DEFINITION.formatted(name) + "orchestration:\n" + orchestration);
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    return created.json().path("pipelineId").asText();
  }

  private static Answered post(String path) {
    return api.send("POST", path, "", Map.of());
  }

  private static JsonNode trigger(String pipeline, int number) {
    return api.get("/v1/pipelines/" + pipeline).json().path("triggers").path(number);
  }

  @Test
  void aTriggerIsPausedAndResumedAlone() {
    String id =
        pipeline(
            "two-triggers",
            """
              triggers:
                - {type: file, name: drops, connection: DATA}
                - {type: webhook, name: calls, connection: HOOK}
            """);
    assertThat(trigger(id, 0).path("driven").asBoolean()).isTrue();
    assertThat(trigger(id, 0).path("nextLook").asText()).isEqualTo(SoonInMemory.AT.toString());
    assertThat(trigger(id, 1).has("nextLook")).isFalse();

    Answered paused = post("/v1/pipelines/" + id + "/triggers/drops/pause");
    assertThat(paused.status()).as(paused.raw().body()).isEqualTo(200);
    assertThat(paused.json().path("status").asText()).isEqualTo("ACTIVE");
    assertThat(trigger(id, 0).path("driven").asBoolean()).isFalse();
    assertThat(trigger(id, 0).has("pausedAt")).isTrue();
    assertThat(trigger(id, 0).has("nextLook")).isFalse();
    assertThat(trigger(id, 1).path("driven").asBoolean()).isTrue();

    assertThat(post("/v1/pipelines/" + id + "/triggers/drops/resume").status()).isEqualTo(200);
    assertThat(trigger(id, 0).path("driven").asBoolean()).isTrue();
    assertThat(trigger(id, 0).has("pausedAt")).isFalse();

    Answered unknown = post("/v1/pipelines/" + id + "/triggers/nothing/pause");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.raw().body()).contains("It has: drops, calls.");
  }

  @Test
  void aRunThatWaitsShowsForWhatWithItsOwnValuesAndWhenItLooksNext() {
    String id =
        pipeline(
            "waiting",
            """
              wait_for:
                - type: file
                  connection: DATA
                  prefix: "in/{{ execution_date }}"
                  pattern: "*.ok"
            """);
    Answered started =
        api.send(
            "POST",
            "/v1/pipelines/" + id + "/execute",
            "{}",
            Map.of("Content-Type", "application/json"));
    JsonNode run = api.get(started.header("Location")).json();

    JsonNode gate = run.path("gates").path(0);
    assertThat(gate.path("waitsFor").asText())
        .matches("a file in/\\d{4}-\\d{2}-\\d{2}/\\*\\.ok of DATA");
    assertThat(gate.path("nextLook").asText()).isEqualTo(SoonInMemory.AT.toString());
    assertThat(run.path("statusReason").asText()).contains(gate.path("waitsFor").asText());
  }
}
