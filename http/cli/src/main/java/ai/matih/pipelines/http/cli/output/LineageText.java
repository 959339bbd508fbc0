package ai.matih.pipelines.http.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** OpenLineage events as a person reads them: what each step read and wrote. */
public final class LineageText {

  private LineageText() {}

  /** One line for each job that ended, in the order of the events. */
  public static List<String> steps(JsonNode lineage) {
    Map<String, Flow> flows = flows(lineage);
    if (flows.isEmpty()) {
      return List.of("No lineage yet: events follow a run's end within moments");
    }
    int width = flows.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    flows.forEach(
        (job, flow) ->
            lines.add(
                PlanText.pad(job, width + 3)
                    + flow.state()
                    + "   "
                    + String.join(" + ", shortened(flow.inputs()))
                    + (flow.outputs().isEmpty() ? "" : " -> ")
                    + String.join(" + ", shortened(flow.outputs()))));
    return List.copyOf(lines);
  }

  /** {@code flights.csv.gz + weather.parquet -> 2 outputs}: what entered and left the whole run. */
  public static String whole(JsonNode lineage) {
    Flow flow = ends(lineage);
    return String.join(" + ", shortened(flow.inputs()))
        + " -> "
        + String.join(" + ", shortened(flow.outputs()));
  }

  /** The same for a program: {@code {"inputs": [...], "outputs": [...]}} with full names. */
  public static ObjectNode datasets(JsonNode lineage) {
    Flow flow = ends(lineage);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    flow.inputs().forEach(document.putArray("inputs")::add);
    flow.outputs().forEach(document.putArray("outputs")::add);
    return document;
  }

  /** Datasets that no step of the run made, and those that none of them read. */
  private static Flow ends(JsonNode lineage) {
    Set<String> read = new LinkedHashSet<>();
    Set<String> written = new LinkedHashSet<>();
    for (Flow flow : flows(lineage).values()) {
      read.addAll(flow.inputs());
      written.addAll(flow.outputs());
    }
    Set<String> inputs = new LinkedHashSet<>(read);
    inputs.removeAll(written);
    Set<String> outputs = new LinkedHashSet<>(written);
    outputs.removeAll(read);
    return new Flow("", inputs, outputs);
  }

  private static Map<String, Flow> flows(JsonNode lineage) {
    Map<String, Flow> flows = new LinkedHashMap<>();
    lineage
        .path("events")
        .forEach(
            event ->
                flows.merge(
                    event.path("job").path("name").asText(),
                    new Flow(
                        event.path("eventType").asText(),
                        names(event.path("inputs")),
                        names(event.path("outputs"))),
                    Flow::then));
    return flows;
  }

  private static Set<String> names(JsonNode datasets) {
    Set<String> names = new LinkedHashSet<>();
    datasets.forEach(dataset -> names.add(dataset.path("name").asText()));
    return names;
  }

  private static List<String> shortened(Set<String> names) {
    return names.stream().map(name -> name.substring(name.lastIndexOf('/') + 1)).toList();
  }

  private record Flow(String state, Set<String> inputs, Set<String> outputs) {
    Flow then(Flow later) {
      return new Flow(later.state, union(inputs, later.inputs), union(outputs, later.outputs));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
      Set<String> all = new LinkedHashSet<>();
      Stream.concat(one.stream(), other.stream()).forEach(all::add);
      return all;
    }
  }
}
