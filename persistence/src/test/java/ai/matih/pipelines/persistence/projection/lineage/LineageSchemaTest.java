package ai.matih.pipelines.persistence.projection.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.persistence.Samples;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every event against the official schemas in the folder that {@code OPENLINEAGE_SPEC} names. They
 * are not part of this project; where there is no such folder the check is left out, in CI it must
 * run.
 */
class LineageSchemaTest {

  /** Relative to the checkout, whose module this test runs in. */
  private static final Path SPEC =
      Path.of("..")
          .resolve(
              Optional.ofNullable(System.getenv("OPENLINEAGE_SPEC"))
                  .orElse("../shared/spec/openlineage"));

  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void schemasAreThere() {
    boolean there = Files.isRegularFile(SPEC.resolve("OpenLineage.json"));
    if (!there) {
      System.out.println("LEFT OUT: no OpenLineage schemas in " + SPEC.toAbsolutePath());
    }
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("schemas in %s, needed in CI", SPEC).isTrue();
    }
    assumeThat(there).isTrue();
  }

  @Test
  void aSucceededRunIsToldAsTheSpecificationWants() throws IOException {
    validate(events(Samples.succeededRun("k1")));
  }

  @Test
  void aFailedRunIsToldAsTheSpecificationWants() throws IOException {
    var attempt = Samples.attempt("k1");
    validate(
        events(
            List.of(
                new ExecutionEvent.ExecutionStarted(Samples.spec("k1")),
                new ExecutionEvent.AttemptIntended(attempt, "embedded", 1),
                new ExecutionEvent.AttemptFailed(attempt, Samples.FAILURE),
                new ExecutionEvent.ExecutionEnded(
                    ExecutionStatus.FAILED,
                    Optional.of(Samples.FAILURE),
                    BigDecimal.ZERO,
                    false))));
  }

  @Test
  void aBrokenEventWouldBeFound() throws IOException {
    var event =
        (com.fasterxml.jackson.databind.node.ObjectNode)
            tree(events(Samples.succeededRun("k1")).getFirst());
    event.put("eventType", "BEGIN");
    assertThat(schemas().get("OpenLineage").validate(event.toString(), InputFormat.JSON))
        .isNotEmpty();
  }

  private static List<String> events(List<ExecutionEvent> journal) {
    var lifecycle = new ExecutionLifecycle();
    var lineage = new LineageEvents();
    var events = new ArrayList<String>();
    Execution state = lifecycle.empty();
    for (var event : journal) {
      var next = lifecycle.evolve(state, event, Samples.T0);
      events.addAll(lineage.of(state, next, Samples.T0));
      state = next;
    }
    return events;
  }

  private static void validate(List<String> events) throws IOException {
    var schemas = schemas();
    assertThat(events).isNotEmpty();
    for (var event : events) {
      var tree = tree(event);
      assertThat(schemas.get("OpenLineage").validate(tree.toString(), InputFormat.JSON)).isEmpty();
      var facets = new ArrayList<JsonNode>();
      facets.add(tree.at("/run/facets"));
      facets.add(tree.at("/job/facets"));
      for (var side : List.of("inputs", "outputs")) {
        for (var dataset : tree.path(side)) {
          facets.add(dataset.path("facets"));
          facets.add(dataset.path("inputFacets"));
          facets.add(dataset.path("outputFacets"));
        }
      }
      for (var group : facets) {
        group
            .properties()
            .forEach(
                facet -> {
                  var name =
                      facet.getValue().path("_schemaURL").asText().replaceAll(".*/(\\w+)$", "$1");
                  assertThat(schemas).as("schema of facet " + facet.getKey()).containsKey(name);
                  var wrapped = JSON.createObjectNode().set(facet.getKey(), facet.getValue());
                  assertThat(schemas.get(name).validate(wrapped.toString(), InputFormat.JSON))
                      .as(facet.getKey())
                      .isEmpty();
                });
      }
    }
  }

  private static JsonNode tree(String event) throws IOException {
    return JSON.readTree(event);
  }

  /** The schemas by name; references between them are found in the folder, not on the network. */
  private static Map<String, Schema> schemas() throws IOException {
    var texts = new HashMap<String, String>();
    var ids = new HashMap<String, String>();
    try (var files = Files.walk(SPEC)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .forEach(
              file -> {
                try {
                  var text = Files.readString(file);
                  var id = JSON.readTree(text).path("$id").asText();
                  texts.put(id, text);
                  ids.put(file.getFileName().toString().replace(".json", ""), id);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    var registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
    var schemas = new HashMap<String, Schema>();
    ids.forEach((name, id) -> schemas.put(name, registry.getSchema(SchemaLocation.of(id))));
    return schemas;
  }
}
