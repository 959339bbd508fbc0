package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import ai.matih.pipelines.http.api.routing.Access;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Route;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks every route there is, so that a new one is held to the same without a line here. */
class DefaultDenyTest {
  private static ApiUnderTest api;
  private static String pipeline;
  private static String execution;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
    pipeline = api.pipeline("kept-apart");
    execution = api.run(pipeline);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static List<Route> guarded() {
    return Routes.table(new NodeInMemory().ports(), Clock.systemUTC()).routes().stream()
        .filter(route -> route.access() instanceof Access.Needs)
        .toList();
  }

  private static String path(Route route) {
    return route
        .path()
        .text()
        .replace("{pipelineId}", pipeline)
        .replace("{executionId}", execution)
        .replace("{revision}", "1")
        .replace("{connectionName}", "DATA")
        .replace("{engineName}", "embedded")
        .replaceAll("\\{\\w+}", "some-0-1");
  }

  private static Answered call(Route route, Map<String, String> headers) {
    boolean body = route.body() != Body.NONE;
    String text = route.operationId().equals("resolveExecution") ? "{\"outcome\":\"retry\"}" : "{}";
    Map<String, String> all = new java.util.HashMap<>(headers);
    if (body) {
      all.put("Content-Type", "application/json");
    }
    return api.send(route.method(), path(route), body ? text : "", all);
  }

  @TestFactory
  List<DynamicTest> withoutATokenNothingIsShown() {
    return guarded().stream()
        .map(
            route ->
                DynamicTest.dynamicTest(
                    route.operationId(),
                    () -> {
                      Answered answered = call(route, Map.of("Authorization", ""));
                      assertThat(answered.status()).isEqualTo(401);
                      assertThat(answered.code()).isEqualTo("UNAUTHORIZED");
                      assertThat(answered.header("WWW-Authenticate")).startsWith("Bearer");
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> withATokenThatIsNotOursNothingIsShown() {
    String foreign = api.token.substring(0, api.token.length() - 4) + "AAAA";
    return guarded().stream()
        .map(
            route ->
                DynamicTest.dynamicTest(
                    route.operationId(),
                    () ->
                        assertThat(
                                call(route, Map.of("Authorization", "Bearer " + foreign)).status())
                            .isEqualTo(401)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> withoutThePermissionNothingIsDone() {
    String nobody = ApiUnderTest.token(ApiUnderTest.TENANT, List.of("gardener"));
    return guarded().stream()
        .map(
            route ->
                DynamicTest.dynamicTest(
                    route.operationId(),
                    () -> {
                      Answered answered = call(route, Map.of("Authorization", "Bearer " + nobody));
                      assertThat(answered.status()).isEqualTo(403);
                      assertThat(answered.code()).isEqualTo("FORBIDDEN");
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> whatIsAnotherTenantsLooksAsIfItDidNotExist() {
    String other = ApiUnderTest.token("rival", List.of("super_admin"));
    return guarded().stream()
        .filter(route -> path(route).contains(pipeline) || path(route).contains(execution))
        .map(
            route ->
                DynamicTest.dynamicTest(
                    route.operationId(),
                    () -> {
                      Answered answered = call(route, Map.of("Authorization", "Bearer " + other));
                      assertThat(answered.raw().body()).doesNotContain("kept-apart");
                      // A body that is wrong in itself is refused before anything is looked up.
                      assertThat(answered.status()).isEqualTo(404);
                    }))
        .toList();
  }

  @Test
  void listsShowNothingOfAnotherTenant() {
    Map<String, String> other =
        Map.of("Authorization", "Bearer " + ApiUnderTest.token("rival", List.of("super_admin")));

    for (String path :
        List.of(
            "/v1/pipelines",
            "/v1/pipelines?name=kept-apart",
            "/v1/pipelines/executions",
            "/v1/connections")) {
      assertThat(api.send("GET", path, "", other).json().path("data")).as(path).isEmpty();
    }
    assertThat(api.send("GET", "/v1/connections/DATA", "", other).status()).isEqualTo(404);
  }

  @Test
  void theHeaderMustNameTheTokensTenant() {
    Answered answered = api.send("GET", "/v1/pipelines", "", Map.of("X-Tenant-ID", "rival"));

    assertThat(answered.status()).isEqualTo(403);
    assertThat(answered.code()).isEqualTo("TENANT_MISMATCH");
    assertThat(api.send("GET", "/v1/pipelines", "", Map.of("X-Tenant-ID", "acme")).status())
        .isEqualTo(200);
  }

  @Test
  void anOldTokenSaysSo() {
    String old =
        ApiUnderTest.sign(
            new JWTClaimsSet.Builder()
                .subject("ann")
                .issuer(ApiUnderTest.ISSUER)
                .claim("tenant_id", "acme")
                .claim("roles", List.of("super_admin"))
                .claim("type", "access")
                .expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))))
                .build());

    Answered answered =
        api.send("GET", "/v1/pipelines", "", Map.of("Authorization", "Bearer " + old));

    assertThat(answered.status()).isEqualTo(401);
    assertThat(answered.code()).isEqualTo("TOKEN_EXPIRED");
  }

  @Test
  void aViewerReadsAndChangesNothing() {
    Map<String, String> viewer =
        Map.of("Authorization", "Bearer " + ApiUnderTest.token("acme", List.of("viewer")));

    assertThat(api.send("GET", "/v1/pipelines/" + pipeline, "", viewer).status()).isEqualTo(200);
    assertThat(api.send("POST", "/v1/pipelines/" + pipeline + "/activate", "", viewer).status())
        .isEqualTo(403);
  }
}
