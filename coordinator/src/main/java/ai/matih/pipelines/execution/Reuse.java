package ai.matih.pipelines.execution;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which finished steps of an ended run need not run again in its retry. Revision and parameters are
 * pinned as they were, so a step's fingerprint is equal unless a connection has another revision
 * now, in the step itself or in a step that it reads. A step whose rows are gone runs again, and
 * what follows it too; a load among that finds its commit key.
 */
public final class Reuse {
  private final Execution ended;
  private final Optional<String> from;
  private final Map<String, ConnectionRevision> connections;
  private final Set<String> gone;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Boolean> decided = new HashMap<>();

  private Reuse(
      Execution ended,
      Optional<String> from,
      Map<String, ConnectionRevision> connections,
      Set<String> gone) {
    this.ended = ended;
    this.from = from;
    this.connections = connections;
    this.gone = gone;
    ended.plan().steps().forEach(step -> steps.put(step.name(), step));
  }

  /**
   * The results to take over, by step.
   *
   * @param from this step and everything after it runs again
   * @param all everything runs again
   * @param connections the revisions that the new run will be pinned to
   * @param gone steps whose rows nobody keeps any more
   * @throws IllegalArgumentException if the plan has no step {@code from}
   */
  public static Map<String, StepResult> of(
      Execution ended,
      Optional<String> from,
      boolean all,
      Map<String, ConnectionRevision> connections,
      Set<String> gone) {
    Reuse reuse = new Reuse(ended, from, connections, gone);
    from.filter(step -> !reuse.steps.containsKey(step))
        .ifPresent(
            step -> {
              throw new IllegalArgumentException(
                  "no step '"
                      + step
                      + "'; the steps are "
                      + String.join(", ", reuse.steps.keySet()));
            });
    Map<String, StepResult> reused = new LinkedHashMap<>();
    if (!all) {
      for (String step : reuse.steps.keySet()) {
        if (reuse.stands(step)) {
          ended.steps().get(step).result().ifPresent(result -> reused.put(step, result));
        }
      }
    }
    return reused;
  }

  private boolean stands(String name) {
    Boolean known = decided.get(name);
    if (known == null) {
      Step step = steps.get(name);
      known =
          !from.equals(Optional.of(name))
              && !gone.contains(name)
              && ended.steps().get(name).finished()
              && sameConnection(step)
              && before(step).allMatch(this::stands);
      decided.put(name, known);
    }
    return known;
  }

  private Stream<String> before(Step step) {
    return Stream.concat(step.after().stream(), step.inputs().stream().map(Step.Input::step))
        .filter(steps::containsKey)
        .distinct();
  }

  private boolean sameConnection(Step step) {
    return StepConnections.of(step)
        .map(name -> Objects.equals(ended.pinned().connections().get(name), connections.get(name)))
        .orElse(true);
  }
}
