package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.planning.Step;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which finished steps of an ended run a retry takes over. The retry is pinned as that run was, so
 * fingerprints are equal; what is asked for with {@code from}, and all that follows it, runs again.
 */
final class ReusableSteps {
  private ReusableSteps() {}

  static Map<String, StepResult> of(Execution ended, Optional<String> from) {
    List<Step> steps = ended.plan().steps();
    Set<String> again = from.map(first -> withFollowers(steps, first)).orElse(Set.of());
    Map<String, StepResult> reused = new LinkedHashMap<>();
    for (StepRun run : ended.steps().values()) {
      if (run.finished() && run.result().isPresent() && !again.contains(run.name())) {
        reused.put(run.name(), run.result().get());
      }
    }
    return reused;
  }

  private static Set<String> withFollowers(List<Step> steps, String first) {
    if (steps.stream().noneMatch(step -> step.name().equals(first))) {
      throw BodyReader.problem(
          "unknown_step",
          "from",
          0,
          0,
          "The run has no step " + first + ".",
          "Give one of: " + steps.stream().map(Step::name).collect(Collectors.joining(", ")) + ".");
    }
    Set<String> again = new HashSet<>(Set.of(first));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Step step : steps) {
        boolean follows =
            step.after().stream().anyMatch(again::contains)
                || step.inputs().stream().anyMatch(input -> again.contains(input.step()));
        grown |= follows && again.add(step.name());
      }
    }
    return again;
  }
}
