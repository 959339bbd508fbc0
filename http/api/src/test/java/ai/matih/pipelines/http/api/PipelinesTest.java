package ai.matih.pipelines.http.api;

import static ai.matih.pipelines.http.api.ApiUnderTest.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PipelinesTest {
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
  void aDefinitionInTheDocumentedBodyBecomesAPipeline() {
    Map<String, Object> file =
        Map.of("type", "file", "connection", "${DATA}", "prefix", "a", "format", "csv");
    Map<String, Object> sink =
        Map.of(
            "type",
            "file",
            "connection",
            "${DATA}",
            "prefix",
            "o",
            "format",
            "csv",
            "mode",
            "overwrite");
    Answered created =
        api.post(
            "/v1/pipelines",
            Map.of(
                "name", "daily-sales-etl",
                "version", "1.0.0",
                "description", "Sales",
                "tags", List.of("sales"),
                "definition", Map.of("sources", Map.of("a", file), "sinks", Map.of("o", sink))));

    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    assertThat(created.json().path("pipelineId").asText()).startsWith("pipeline-");
    assertThat(created.json().path("status").asText()).isEqualTo("CREATED");
    assertThat(created.json().path("name").asText()).isEqualTo("daily-sales-etl");
    assertThat(created.header("Location"))
        .isEqualTo("/v1/pipelines/" + created.json().path("pipelineId").asText());
  }

  @Test
  void theTextOfARevisionComesBackByteForByte() {
    String id = api.pipeline("byte-for-byte");

    Answered text =
        api.send("GET", "/v1/pipelines/" + id + "/revisions/1", "", Map.of("Accept", "text/plain"));

    assertThat(text.raw().body()).isEqualTo(DEFINITION.formatted("byte-for-byte"));
  }

  @Test
  void everyProblemOfADefinitionComesAtOnceWithItsPlaceAndRemedy() {
    Answered refused =
        api.yaml("POST", "/v1/pipelines", "metadata:\n  nam: x\nsources:\n  a: {type: nothing}\n");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("success").asBoolean(true)).isFalse();
    assertThat(refused.code()).isEqualTo("VALIDATION_FAILED");
    assertThat(refused.json().path("error").path("category").asText())
        .isEqualTo("VALIDATION_ERROR");
    JsonNode problems = refused.json().path("error").path("details").path("problems");
    assertThat(problems.size()).isGreaterThan(1);
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.path("line").asInt()).isPositive();
              assertThat(problem.path("column").asInt()).isPositive();
              assertThat(problem.path("code").asText()).isNotEmpty();
              assertThat(problem.path("remedy").asText()).isNotEmpty();
            });
  }

  @Test
  void errorsAreProblemDetailsWhereTheyAreAskedFor() {
    Answered refused =
        api.send("GET", "/v1/pipelines/none", "", Map.of("Accept", "application/problem+json"));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().path("code").asText()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(refused.json().path("status").asInt()).isEqualTo(404);
  }

  @Test
  void theIdsOfTheRequestComeBack() {
    Answered answered =
        api.send(
            "GET",
            "/v1/pipelines",
            "",
            Map.of("X-Request-ID", "req-7", "X-Correlation-ID", "group-1"));

    assertThat(answered.header("X-Request-ID")).isEqualTo("req-7");
    assertThat(answered.header("X-Correlation-ID")).isEqualTo("group-1");
  }

  @Test
  void anIdThatIsNotPlainIsReplaced() {
    Answered answered =
        api.send("GET", "/v1/none", "", Map.of("X-Request-ID", "<script>alert(1)</script>"));

    assertThat(answered.header("X-Request-ID")).startsWith("req-");
    assertThat(answered.json().path("metadata").path("requestId").asText())
        .isEqualTo(answered.header("X-Request-ID"));
  }

  @Test
  void whatWasJustMadeIsFoundByItsNameAtOnce() {
    String id = api.pipeline("found-by-name");

    JsonNode page = api.get("/api/v1/pipelines?name=found-by-name").json();

    assertThat(page.path("data").path(0).path("pipelineId").asText()).isEqualTo(id);
    assertThat(page.path("pagination").path("totalElements").asInt()).isEqualTo(1);
    assertThat(api.get("/v1/pipelines?name=never").json().path("data")).isEmpty();
  }

  @Test
  void listsArePagedFromZero() {
    api.pipeline("paged-1");
    api.pipeline("paged-2");

    JsonNode first = api.get("/v1/pipelines?tags=sales&size=1").json();

    assertThat(first.path("data").size()).isEqualTo(1);
    assertThat(first.path("pagination").path("page").asInt()).isZero();
    assertThat(first.path("pagination").path("hasNext").asBoolean()).isTrue();
    assertThat(api.get("/v1/pipelines?size=101").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(api.get("/v1/pipelines?page=-1").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(api.get("/v1/pipelines?page=1001&size=100").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(api.get("/v1/pipelines?page=1000&size=100").status()).isEqualTo(200);
    assertThat(api.get("/v1/pipelines?sise=1").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(api.get("/v1/pipelines?status=SLEEPING").code()).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void anUpdateIsARevisionUnlessNothingChanged() {
    String id = api.pipeline("updated");
    String same = "# another comment\n" + DEFINITION.formatted("updated");
    String other = DEFINITION.formatted("updated").replace("prefix: out", "prefix: elsewhere");

    assertThat(api.yaml("PUT", "/v1/pipelines/" + id, same).json().path("revision").asInt())
        .isEqualTo(1);
    assertThat(api.yaml("PUT", "/v1/pipelines/" + id, other).json().path("revision").asInt())
        .isEqualTo(2);
    assertThat(
            api.post("/v1/pipelines/" + id + "/revisions/1/rollback", "")
                .json()
                .path("revision")
                .asInt())
        .isEqualTo(3);
    assertThat(api.get("/v1/pipelines/" + id + "/revisions").json().path("data").size())
        .isEqualTo(3);
    assertThat(api.yaml("PUT", "/v1/pipelines/" + id, DEFINITION.formatted("renamed")).code())
        .isEqualTo("VALIDATION_FAILED");
  }

  @Test
  void theSameKeyIsTheSameAnswerAndAnotherBodyIsAConflict() {
    String id = api.pipeline("idempotent");
    Map<String, String> key =
        Map.of("X-Idempotency-Key", "k-1", "Content-Type", "application/json");
    String execute = "/v1/pipelines/" + id + "/execute";

    Answered first = api.send("POST", execute, "{\"priority\":\"HIGH\"}", key);
    Answered again = api.send("POST", execute, "{\"priority\":\"HIGH\"}", key);
    Answered other = api.send("POST", execute, "{\"priority\":\"LOW\"}", key);

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.raw().body()).isEqualTo(first.raw().body());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("error").path("details").path("reason").asText())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void oneKeyForTwoOperationsIsAConflict() {
    String id = api.pipeline("one-key-two-operations");
    Map<String, String> key = Map.of("X-Idempotency-Key", "k-2");

    assertThat(api.send("POST", "/v1/pipelines/" + id + "/activate", "", key).status())
        .isEqualTo(200);
    assertThat(api.send("POST", "/v1/pipelines/" + id + "/pause", "", key).status()).isEqualTo(409);
  }

  @Test
  void aPipelineGoesThroughItsLifeAndItsNameCanBeUsedAgain() {
    String id = api.pipeline("lived");
    String one = "/v1/pipelines/" + id;

    assertThat(status(api.post(one + "/activate", ""))).isEqualTo("ACTIVE");
    assertThat(status(api.post(one + "/pause", ""))).isEqualTo("PAUSED");
    assertThat(status(api.post(one + "/resume", ""))).isEqualTo("ACTIVE");
    assertThat(status(api.post(one + "/archive", ""))).isEqualTo("ARCHIVED");
    assertThat(api.send("DELETE", one, "", Map.of()).status()).isEqualTo(204);
    assertThat(api.get(one).status()).isEqualTo(410);

    assertThat(api.pipeline("lived")).isNotEqualTo(id);
  }

  @Test
  void aPipelineCanBeMadeActiveAtOnce() {
    api.pipeline("made-before");

    Answered created =
        api.yaml("POST", "/v1/pipelines?paused=false", DEFINITION.formatted("made-active"));

    assertThat(status(created)).isEqualTo("ACTIVE");
  }

  @Test
  void aPlanSaysWhatWouldHappenAndWhatItWouldChange() {
    String id = api.pipeline("planned");

    JsonNode plan = api.yaml("POST", "/v1/pipelines/plan", DEFINITION.formatted("planned")).json();

    assertThat(plan.path("executable").asBoolean()).isTrue();
    assertThat(plan.path("engine").path("chosen").asText()).isEqualTo("embedded");
    assertThat(plan.path("engine").path("candidates").size()).isEqualTo(5);
    assertThat(plan.path("live").path("pipelineId").asText()).isEqualTo(id);
    assertThat(plan.path("live").path("same").asBoolean()).isTrue();
    assertThat(plan.path("diff")).isEmpty();
    assertThat(plan.path("stages").path(0).path("steps").size()).isEqualTo(2);
  }

  @Test
  void whatIsMissingBlocksARunAndSaysTheRemedy() {
    String text = DEFINITION.formatted("blocked").replace("${DATA}", "${NOT_THERE}");
    String id = api.yaml("POST", "/v1/pipelines", text).json().path("pipelineId").asText();

    Answered refused = api.post("/v1/pipelines/" + id + "/execute", "{}");

    assertThat(refused.status()).isEqualTo(409);
    JsonNode blocker = refused.json().path("error").path("details").path("blockers").path(0);
    assertThat(blocker.path("subject").asText()).contains("NOT_THERE");
    assertThat(blocker.path("remedy").asText()).isNotEmpty();
  }

  @Test
  void aDefinitionWithProblemsIsAGoodAnswerToValidate() {
    Answered bad = api.yaml("POST", "/v1/pipelines/validate", "metadata: {}");
    Answered good = api.yaml("POST", "/v1/pipelines/validate", DEFINITION.formatted("fine"));

    assertThat(bad.status()).isEqualTo(200);
    assertThat(bad.json().path("valid").asBoolean(true)).isFalse();
    assertThat(bad.json().path("problems")).isNotEmpty();
    assertThat(good.json().path("valid").asBoolean()).isTrue();
    assertThat(good.json().path("hash").asText()).hasSize(64);
  }

  private static String status(Answered answered) {
    assertThat(answered.status()).as(answered.raw().body()).isLessThan(300);
    return answered.json().path("status").asText();
  }
}
