package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.command.CommandHandling;
import ai.matih.pipelines.http.api.command.CommandRecord;
import ai.matih.pipelines.http.api.command.Outcome;
import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class CommandHandlingTest {
  private static ApiUnderTest api;
  private static CommandHandling commands;

  @BeforeAll
  static void start() {
    api = new ApiUnderTest();
    commands = api.commands(Optional.empty());
    api.pipeline("with-its-connection");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everyOperationThatChangesSomethingCanBeAskedFor() {
    assertThat(commands.operations())
        .containsExactlyInAnyOrderElementsOf(
            Routes.table(api.node.ports(), Clock.systemUTC()).routes().stream()
                .filter(route -> !route.method().equals("GET"))
                .map(Route::operationId)
                .toList())
        .contains("createPipeline", "executePipeline", "cancelExecution", "putConnection")
        .doesNotContain("listPipelines");
  }

  @Test
  void theDocumentOfTheTopicsNamesEveryOperationWithThePathValuesItNeeds() {
    JsonNode document =
        Json.mapper()
            .valueToTree(
                new Load(LoadSettings.builder().build())
                    .loadFromString(api.get("/asyncapi.yaml").raw().body()));
    Map<String, Set<String>> documented = new TreeMap<>();
    for (JsonNode one : document.at("/components/schemas/Command/oneOf")) {
      Set<String> path = new TreeSet<>();
      one.at("/properties/path/required").forEach(name -> path.add(name.asText()));
      documented.put(one.at("/properties/operation/const").asText(), path);
    }
    Map<String, Set<String>> routes = new TreeMap<>();
    for (Route route : Routes.table(api.node.ports(), Clock.systemUTC()).routes()) {
      if (commands.operations().contains(route.operationId())) {
        routes.put(
            route.operationId(),
            route.path().segments().stream()
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    assertThat(documented).isEqualTo(routes);
  }

  @Test
  void aCommandIsAnsweredAsTheRequestWouldBeAndCanBeReadByTheApi() {
    JsonNode result = create("c-created", "by-command");

    assertThat(result.path("schema").asText()).isEqualTo("command-result/1");
    assertThat(result.path("commandId").asText()).isEqualTo("c-created");
    assertThat(result.path("status").asInt()).isEqualTo(201);
    String id = result.path("body").path("pipelineId").asText();
    assertThat(api.get("/v1/pipelines/" + id).json().path("name").asText()).isEqualTo("by-command");
  }

  @Test
  void theSameCommandTwiceHasOneEffectAndOneAnswer() {
    String id = create("c-twice", "twice").path("body").path("pipelineId").asText();
    String command =
        """
        {"schema": "command/1", "commandId": "c-run", "operation": "executePipeline",
         "path": {"pipelineId": "%s"}}"""
            .formatted(id);

    JsonNode first = answered(signed(command));
    JsonNode second = answered(signed(command));

    assertThat(first.path("status").asInt()).isEqualTo(202);
    assertThat(second.path("body").path("executionId"))
        .isEqualTo(first.path("body").path("executionId"));
  }

  @Test
  void aRequestWithTheCommandsIdAsKeyIsTheSameChange() {
    String id = create("c-shared", "shared").path("body").path("pipelineId").asText();
    JsonNode byCommand =
        answered(
            signed(
                """
                {"schema": "command/1", "commandId": "shared-key", "operation": "executePipeline",
                 "path": {"pipelineId": "%s"}}"""
                    .formatted(id)));

    var byRequest =
        api.send(
            "POST",
            "/v1/pipelines/" + id + "/execute",
            "",
            Map.of("X-Idempotency-Key", "shared-key", "Authorization", "Bearer " + api.token));

    assertThat(byRequest.status()).isEqualTo(202);
    assertThat(byRequest.json().path("executionId").asText())
        .isEqualTo(byCommand.path("body").path("executionId").asText());
  }

  @Test
  void aRefusedCommandIsAnsweredWithTheEnvelopeOfTheApi() {
    JsonNode result =
        answered(
            signed(
                """
                {"schema": "command/1", "commandId": "c-404", "operation": "pausePipeline",
                 "path": {"pipelineId": "pipeline-none"}}"""));

    assertThat(result.path("status").asInt()).isEqualTo(404);
    assertThat(result.path("body").path("success").asBoolean(true)).isFalse();
    assertThat(result.path("body").path("error").path("code").asText())
        .isEqualTo("RESOURCE_NOT_FOUND");
  }

  @Test
  void aHookIsNotCalledByCommandWhoeverAsksSinceItsBodyIsNotSigned() {
    JsonNode result =
        answered(
            signed(
                """
                {"schema": "command/1", "commandId": "c-hook", "operation": "callHook",
                 "path": {"tenantId": "%s", "pipelineName": "twice", "hookName": "orders"},
                 "body": {}}"""
                    .formatted(ApiUnderTest.TENANT)));

    assertThat(result.path("status").asInt()).isEqualTo(401);
    assertThat(result.path("body").path("error").path("message").asText()).contains("signature");
  }

  @Test
  void nobodyWithoutATokenOrWithAnothersTenantOrWithoutThePermissionIsHeard() {
    String command =
        """
        {"schema": "command/1", "commandId": "c-denied", "operation": "createPipeline",
         "body": {}}""";
    String other = ApiUnderTest.token("other", List.of("super_admin"));
    String viewer = ApiUnderTest.token(ApiUnderTest.TENANT, List.of("viewer"));

    assertThat(status(command, Map.of())).isEqualTo(401);
    assertThat(status(command, Map.of("authorization", "Bearer x"))).isEqualTo(401);
    assertThat(
            status(
                command,
                Map.of("authorization", "Bearer " + other, "x-tenant-id", ApiUnderTest.TENANT)))
        .isEqualTo(403);
    assertThat(status(command, Map.of("authorization", "Bearer " + viewer))).isEqualTo(403);
  }

  @Test
  void whereTheBrokerDecidesWhoMayWriteACommandWithoutATokenIsItsTrustedSenders() {
    Principal trusted =
        new Principal(
            new TenantId(ApiUnderTest.TENANT), "kafka", Set.of(), Set.of("pipelines:write"));
    CommandHandling trusting = api.commands(Optional.of(trusted));
    byte[] command = command("c-trusted", "trusted").getBytes(StandardCharsets.UTF_8);

    assertThat(json(trusting.handle(new CommandRecord(Map.of(), command))).path("status").asInt())
        .isEqualTo(201);
    assertThat(
            json(trusting.handle(new CommandRecord(Map.of("x-tenant-id", "other"), command)))
                .path("status")
                .asInt())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"schema\": \"command/2\", \"commandId\": \"c\", \"operation\": \"createPipeline\"}",
        "{\"schema\": \"command/1\", \"operation\": \"createPipeline\"}",
        "{\"schema\": \"command/1\", \"commandId\": \"a b\", \"operation\": \"createPipeline\"}",
        "{\"schema\": \"command/1\", \"commandId\": \"c\", \"operation\": \"x\", \"more\": 1}",
      })
  void whatNobodyCanBeAnsweredForIsUnreadableAndSaysWhy(String value) {
    Outcome outcome =
        commands
            .handle(new CommandRecord(authorized(), value.getBytes(StandardCharsets.UTF_8)))
            .toCompletableFuture()
            .join();

    assertThat(outcome).isInstanceOf(Outcome.Unreadable.class);
    assertThat(((Outcome.Unreadable) outcome).reason()).isNotBlank();
    assertThat(((Outcome.Unreadable) outcome).sender())
        .hasValueSatisfying(sender -> assertThat(sender.subject()).isEqualTo("ann"));
  }

  @Test
  void theSenderOfWhatIsUnreadableIsKnownByAGoodTokenOnly() {
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("authorization", "Bearer x"),
            Map.of("authorization", "Bearer " + api.token, "x-tenant-id", "other"))) {
      Outcome outcome =
          commands.handle(new CommandRecord(headers, new byte[0])).toCompletableFuture().join();

      assertThat(((Outcome.Unreadable) outcome).sender()).isEmpty();
    }
  }

  @Test
  void aReplayByAnAdministratorIsTheSendersOwnCommandOnceMore() {
    String id = create("c-replayed", "replayed").path("body").path("pipelineId").asText();
    byte[] run =
        """
        {"schema": "command/1", "commandId": "c-once", "operation": "executePipeline",
         "path": {"pipelineId": "%s"}}"""
            .formatted(id)
            .getBytes(StandardCharsets.UTF_8);
    CommandHandling bySender =
        api.commands(Optional.of(sender("etl", "pipelines:read", "pipelines:execute")));
    CommandHandling byOperator = api.commands(Optional.of(sender("operator", "admin")));
    CommandRecord again = new CommandRecord(Map.of("x-on-behalf-of", "etl"), run);

    JsonNode first = json(bySender.handle(new CommandRecord(Map.of(), run)));
    JsonNode replayed = json(byOperator.handle(again));
    JsonNode presumed = json(bySender.handle(again));

    assertThat(first.path("status").asInt()).isEqualTo(202);
    assertThat(replayed.path("body").path("executionId"))
        .isEqualTo(first.path("body").path("executionId"));
    assertThat(presumed.path("status").asInt()).isEqualTo(403);
  }

  @Test
  void theBudgetIsOverriddenByCommandToo() {
    String definition =
        ApiUnderTest.DEFINITION.formatted("costly")
            + "orchestration: {budget: {max_cost_per_run: 0.0000000001, on_exceed: block}}\n";
    String id =
        api.yaml("POST", "/v1/pipelines?paused=false", definition)
            .json()
            .path("pipelineId")
            .asText();
    String command =
        """
        {"schema": "command/1", "commandId": "%s", "operation": "executePipeline",
         "path": {"pipelineId": "%s"}, "body": {"override_budget": %s}}""";
    CommandHandling plain =
        api.commands(Optional.of(sender("etl", "pipelines:read", "pipelines:execute")));
    CommandHandling mayOverride =
        api.commands(
            Optional.of(
                sender(
                    "boss", "pipelines:read", "pipelines:execute", "pipelines:override-budget")));

    assertThat(refusal(plain, command.formatted("c-b1", id, false))).isEqualTo("BUDGET_EXCEEDED");
    assertThat(asked(plain, command.formatted("c-b2", id, true)).path("status").asInt())
        .isEqualTo(403);
    assertThat(asked(mayOverride, command.formatted("c-b3", id, true)).path("status").asInt())
        .isEqualTo(202);
  }

  @Test
  void commandsCountWithRequestsAgainstTheLimitOfTheTenant() {
    try (ApiUnderTest limited =
        new ApiUnderTest(settings -> settings.limitedTo(2, Clock.systemUTC()))) {
      limited.get("/v1/pipelines");
      String pause =
          """
          {"schema": "command/1", "commandId": "c-%d", "operation": "pausePipeline",
           "path": {"pipelineId": "none"}}""";
      CommandHandling counted = limited.commands(Optional.of(sender("etl", "*")));

      assertThat(asked(counted, pause.formatted(1)).path("status").asInt()).isEqualTo(404);
      JsonNode refused = asked(counted, pause.formatted(2));

      assertThat(refused.path("status").asInt()).isEqualTo(429);
      assertThat(refused.at("/body/error/details/retryAfter").asInt()).isBetween(1, 60);
    }
  }

  private static Principal sender(String subject, String... permissions) {
    return new Principal(new TenantId(ApiUnderTest.TENANT), subject, Set.of(), Set.of(permissions));
  }

  private static JsonNode asked(CommandHandling of, String command) {
    return json(of.handle(new CommandRecord(Map.of(), command.getBytes(StandardCharsets.UTF_8))));
  }

  private static String refusal(CommandHandling of, String command) {
    return asked(of, command).at("/body/error/details/reason").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"operation\": \"listPipelines\"",
        "\"operation\": \"pausePipeline\"",
        "\"operation\": \"pausePipeline\", \"path\": {\"pipelineId\": \"a/b\"}",
        "\"operation\": \"executePipeline\", \"path\": {\"pipelineId\": \"p\"}, \"body\": \"text\"",
        "\"operation\": \"createPipeline\", \"body\": \"metadata: [\"",
      })
  void whatIsWrongWithACommandIsToldToItsSender(String rest) {
    JsonNode result =
        answered(signed("{\"schema\": \"command/1\", \"commandId\": \"c-wrong\", " + rest + "}"));

    assertThat(result.path("status").asInt()).isEqualTo(400);
    assertThat(result.path("body").path("error").path("message").asText()).isNotBlank();
  }

  private static JsonNode create(String commandId, String name) {
    return answered(signed(command(commandId, name)));
  }

  private static String command(String commandId, String name) {
    return Json.text(
        Map.of(
            "schema",
            "command/1",
            "commandId",
            commandId,
            "operation",
            "createPipeline",
            "body",
            ApiUnderTest.DEFINITION.formatted(name)));
  }

  private static Map<String, String> authorized() {
    return Map.of("authorization", "Bearer " + api.token);
  }

  private static CommandRecord signed(String command) {
    return new CommandRecord(authorized(), command.getBytes(StandardCharsets.UTF_8));
  }

  private static int status(String command, Map<String, String> headers) {
    return answered(new CommandRecord(headers, command.getBytes(StandardCharsets.UTF_8)))
        .path("status")
        .asInt();
  }

  private static JsonNode answered(CommandRecord record) {
    return json(commands.handle(record));
  }

  private static JsonNode json(java.util.concurrent.CompletionStage<Outcome> outcome) {
    Outcome known = outcome.toCompletableFuture().join();
    assertThat(known).isInstanceOf(Outcome.Answered.class);
    try {
      return Json.mapper().readTree(((Outcome.Answered) known).result());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
