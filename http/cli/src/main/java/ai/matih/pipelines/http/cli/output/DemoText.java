package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.StepView;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the demo says between the parts that every run prints. */
public final class DemoText {

  private DemoText() {}

  /** {@code MATIH Pipelines 0.1.0 home .matih Java 25}. */
  public static String banner(String version, Path home) {
    int java = version.lastIndexOf("   Java");
    return version.substring(0, java) + "   home " + Places.shown(home) + version.substring(java);
  }

  /** {@code ok PostgreSQL ok Kafka ok node http://...}, from the node's own lines. */
  public static String parts(List<String> parts, URI url) {
    return parts.stream()
            .map(part -> part.split(" ")[0])
            .filter(part -> !part.equals("node"))
            .map(part -> " ok " + part + "  ")
            .collect(Collectors.joining())
        + " ok node "
        + url;
  }

  public static String applying(int connections, int pipelines) {
    return "Applying examples/flights/   connections " + connections + "   pipelines " + pipelines;
  }

  public static String killed(int ended, int total) {
    return " !! node killed (SIGKILL) with "
        + ended
        + " of "
        + total
        + " steps ended; starting again";
  }

  /** Rows in and out, where the data lies, and the way it took. */
  public static List<String> summary(ExecutionView run, List<StepView> steps, JsonNode lineage) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Rows     "
            + Figures.count(run.metrics().rowsProcessed())
            + " in, "
            + Figures.count(run.metrics().rowsWritten())
            + " out");
    List<String> places =
        steps.stream()
            .filter(step -> step.verb().equals("load"))
            .flatMap(step -> step.output().stream())
            .map(Places::address)
            .toList();
    if (!places.isEmpty()) {
      lines.add("Data     " + String.join("   ", places));
    }
    if (!lineage.path("events").isEmpty()) {
      lines.add("Lineage  " + LineageText.whole(lineage));
    }
    return List.copyOf(lines);
  }

  /** Whether the target holds what the run says it loaded. */
  public static String audit(long loaded, long found, ExecutionView audit, boolean equal) {
    String verdict =
        equal
            ? "nothing lost, nothing doubled"
            : audit.failure().map(failure -> failure.message()).orElse("the counts differ");
    return (equal ? " ok " : " !! ")
        + "audit of the target: "
        + Figures.count(loaded)
        + " rows loaded, "
        + Figures.count(found)
        + " found, "
        + verdict;
  }

  public static String next(String id, URI url) {
    return "Next     matih describe run "
        + id
        + "   matih lineage "
        + id
        + "   matih demo --crash   API docs "
        + url
        + "/docs";
  }
}
