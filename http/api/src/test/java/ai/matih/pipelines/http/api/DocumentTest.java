package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Route;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document is the source: routes say the same, in both directions. */
class DocumentTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private final JsonNode document = document();

  /** What both sides say of an operation. */
  private record Said(
      String operationId,
      String permission,
      Set<String> pathParameters,
      Set<String> queryParameters,
      Set<String> bodyTypes) {}

  @Test
  void everyRouteIsInTheDocumentAndEveryOperationHasItsRoute() {
    assertThat(routes()).containsExactlyInAnyOrderEntriesOf(operations());
  }

  @Test
  void operationIdsAreUnique() {
    List<String> ids = operations().values().stream().map(Said::operationId).toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(references(document, new ArrayList<>()))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void everythingDefinedIsUsed() {
    List<String> references = references(document, new ArrayList<>());

    for (String kind : List.of("schemas", "parameters", "headers", "requestBodies", "responses")) {
      document
          .at("/components/" + kind)
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(references).contains("#/components/" + kind + "/" + name));
    }
  }

  @Test
  void anOperationWithoutPermissionNeedsNoToken() {
    document
        .path("paths")
        .forEach(
            path ->
                path.properties().stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .forEach(
                        operation ->
                            assertThat(operation.has("security"))
                                .as(operation.path("operationId").asText())
                                .isEqualTo(
                                    operation.path("x-permission").asText().equals("none"))));
  }

  private static Map<String, Said> routes() {
    Map<String, Said> said = new TreeMap<>();
    for (Route route : Routes.table(new NodeInMemory().ports(), Clock.systemUTC()).routes()) {
      said.put(
          route.method() + " " + route.path().text(),
          new Said(
              route.operationId(),
              route.access().wire(),
              parametersOf(route.path().text()),
              new TreeSet<>(route.query()),
              bodyTypes(route.body())));
    }
    return said;
  }

  /** Other spellings of YAML's media type are read too, and need no mention. */
  private static Set<String> bodyTypes(Body body) {
    return body.mediaTypes().stream()
        .filter(type -> type.startsWith("application/") && !type.contains("x-yaml"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, Said> operations() {
    Map<String, Said> said = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .forEach(
                        entry ->
                            said.put(
                                entry.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey(),
                                operation(path.getValue(), entry.getValue()))));
    return said;
  }

  private Said operation(JsonNode path, JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    path.path("parameters").forEach(one -> parameters.add(resolved(one)));
    operation.path("parameters").forEach(one -> parameters.add(resolved(one)));
    Set<String> types = new TreeSet<>();
    resolved(operation.path("requestBody"))
        .path("content")
        .fieldNames()
        .forEachRemaining(types::add);
    return new Said(
        operation.path("operationId").asText(),
        operation.path("x-permission").asText(),
        named(parameters, "path"),
        named(parameters, "query"),
        types);
  }

  private static Set<String> named(List<JsonNode> parameters, String in) {
    return parameters.stream()
        .filter(one -> one.path("in").asText().equals(in))
        .map(one -> one.path("name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static Set<String> parametersOf(String path) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PARAMETER.matcher(path);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static List<String> references(JsonNode node, List<String> found) {
    if (node.has("$ref")) {
      found.add(node.path("$ref").asText());
    }
    node.forEach(child -> references(child, found));
    return found;
  }

  private static JsonNode document() {
    try (var in = DocumentTest.class.getResourceAsStream("/openapi.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.tree(new Load(LoadSettings.builder().build()).loadFromString(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
