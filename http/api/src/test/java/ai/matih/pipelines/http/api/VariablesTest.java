package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
  private ApiUnderTest api;

  @BeforeEach
  void start() {
    api = new ApiUnderTest();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aDefinitionThatNamesAVariableIsBlockedUntilItIsSet() {
    api.pipeline("makes-the-connection");
    String definition =
        ApiUnderTest.DEFINITION.formatted("zoned").replace("prefix: out", "prefix: 'out/${ZONE}'");
    String id = api.yaml("POST", "/v1/pipelines", definition).json().path("pipelineId").asText();

    Answered blocked = api.post("/v1/pipelines/" + id + "/execute", "{}");
    assertThat(blocked.json().at("/error/details/blockers/0/remedy").asText())
        .isEqualTo("matih variables set ZONE=VALUE");

    put("ZONE", "{\"value\": \"eu\"}");
    assertThat(api.post("/v1/pipelines/" + id + "/execute", "{}").status()).isEqualTo(202);
  }

  @Test
  void whatIsSetIsReadBackWithItsHistoryUntilItIsUnset() {
    put("LIMIT", "{\"value\": 7}");
    put("LIMIT", "{\"value\": \"7\"}");

    Answered read = api.get("/v1/variables/LIMIT");
    assertThat(read.json().path("value").isTextual()).isTrue();
    assertThat(read.json().path("revision").asInt()).isEqualTo(2);
    assertThat(read.json().path("history")).hasSize(2);
    assertThat(api.get("/v1/variables").json().path("data")).hasSize(1);

    assertThat(api.send("DELETE", "/v1/variables/LIMIT", "", Map.of()).status()).isEqualTo(204);
    assertThat(api.get("/v1/variables/LIMIT").status()).isEqualTo(404);
    assertThat(api.send("DELETE", "/v1/variables/LIMIT", "", Map.of()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A | {\"value\": [1]} | wrong_type",
        "A | {} | missing_field",
        "A | {\"value\": null} | missing_field",
        "DB_PASSWORD | {\"value\": \"x\"} | secret_in_clear",
        "A | {\"value\": \"${secret:X}\"} | placeholder_in_value",
      })
  void whatIsNoVariableIsRefusedWithARemedy(String name, String body, String code) {
    Answered refused = put(name, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/details/problems/0/code").asText()).isEqualTo(code);
    assertThat(refused.json().at("/error/details/problems/0/remedy").asText()).isNotBlank();
  }

  @Test
  void anotherTenantSeesNoneAndAViewerSetsNone() {
    put("A", "{\"value\": \"x\"}");
    String rival = "Bearer " + ApiUnderTest.token("rival", List.of("super_admin"));
    String viewer = "Bearer " + ApiUnderTest.token(ApiUnderTest.TENANT, List.of("viewer"));

    assertThat(api.send("GET", "/v1/variables/A", "", Map.of("Authorization", rival)).status())
        .isEqualTo(404);
    assertThat(
            api.send(
                    "PUT",
                    "/v1/variables/A",
                    "{\"value\": 1}",
                    Map.of("Authorization", viewer, "Content-Type", "application/json"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void ownersKeepWhatTheyAppliedUntilTheyLetGo() {
    String sales =
        "{\"resources\": [{\"kind\": \"pipeline\", \"name\": \"s\", \"identity\": \"p1\"}]}";

    assertThat(api.post("/v1/owners/git-a/claim", sales).json().path("data")).isEmpty();
    assertThat(api.post("/v1/owners/git-b/claim", sales).json().at("/data/0/owner").asText())
        .isEqualTo("git-a");
    assertThat(api.get("/v1/owners/git-a").json().path("data")).hasSize(1);
    assertThat(api.post("/v1/owners/git-a/release", sales).status()).isEqualTo(204);
    assertThat(api.get("/v1/owners/git-a").json().path("data")).isEmpty();
    assertThat(api.post("/v1/owners/git-a/claim", "{\"resources\": [{\"kind\": \"x\"}]}").status())
        .isEqualTo(400);
  }

  private Answered put(String name, String body) {
    return api.send(
        "PUT", "/v1/variables/" + name, body, Map.of("Content-Type", "application/json"));
  }
}
