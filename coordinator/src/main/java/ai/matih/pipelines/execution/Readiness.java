package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Stage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What may happen next, as a function of the state. */
final class Readiness {
  private Readiness() {}

  /** A stage is done if its attempt succeeded, or if nothing in it has to run again. */
  static boolean succeeded(Execution state, Stage stage) {
    return state.stages().get(stage.name()).current().stream()
            .anyMatch(attempt -> attempt.state() == AttemptState.SUCCEEDED)
        || stage.steps().stream()
            .allMatch(step -> state.steps().get(step.name()).state() == StepRun.State.REUSED);
  }

  static boolean allSucceeded(Execution state) {
    return state.plan().stages().stream().allMatch(stage -> succeeded(state, stage));
  }

  /** True if only its gate and a slot stand between the stage and its next attempt. */
  static boolean reached(Execution state, Stage stage) {
    return !succeeded(state, stage)
        && state.stages().get(stage.name()).live().isEmpty()
        && state.plan().stages().stream()
            .filter(earlier -> stage.after().contains(earlier.name()))
            .allMatch(earlier -> succeeded(state, earlier));
  }

  /** The gates that a reached stage has to open: those not yet open whose rule asks for it. */
  static List<GateRule> gatesToOpen(Execution state, Stage stage) {
    return stage.gates().stream()
        .filter(rule -> !state.gates().containsKey(rule.name()))
        .filter(rule -> asksForVerdict(state, rule))
        .toList();
  }

  private static boolean asksForVerdict(Execution state, GateRule rule) {
    return rule.checks().isEmpty()
        || state.steps().values().stream()
            .flatMap(
                step ->
                    step.result().flatMap(result -> result.quality()).stream()
                        .filter(quality -> !quality.passed())
                        .flatMap(quality -> Stream.of(step.name(), quality.check())))
            .anyMatch(rule.checks()::contains);
  }

  private static boolean admitted(Execution state, Stage stage) {
    return stage.gates().stream()
        .allMatch(
            rule ->
                state.gates().containsKey(rule.name())
                    ? state.gates().get(rule.name()).state() == Gate.State.APPROVED
                    : !asksForVerdict(state, rule));
  }

  /** Stages whose next attempt only lacks its slot or its due time. */
  static Map<AttemptId, Stage> waiting(Execution state) {
    Map<AttemptId, Stage> waiting = new LinkedHashMap<>();
    if (state.phase() == Phase.QUEUED || state.phase() == Phase.ACTIVE) {
      for (Stage stage : state.plan().stages()) {
        if (reached(state, stage) && admitted(state, stage)) {
          waiting.put(state.stages().get(stage.name()).next(state.pinned().id()), stage);
        }
      }
    }
    return waiting;
  }

  /** Those of {@link #waiting} that want a slot now: no retry is due later. */
  static Map<AttemptId, Stage> asking(Execution state) {
    Map<AttemptId, Stage> asking = waiting(state);
    asking.values().removeIf(stage -> retryDue(state, stage).isPresent());
    return asking;
  }

  /** When the stage's retry is due, until it has asked for its slot. */
  static Optional<Instant> retryDue(Execution state, Stage stage) {
    StageRun run = state.stages().get(stage.name());
    return run.slot().isPresent() ? Optional.empty() : run.retryAt();
  }

  /** Since when a waiting stage could have run; what its age in the queue counts from. */
  static Instant waitingSince(Execution state, Stage stage) {
    StageRun run = state.stages().get(stage.name());
    return Stream.of(
            state.startedAt().stream(),
            run.retryAt().stream(),
            run.current().flatMap(Attempt::endedAt).stream(),
            stage.after().stream()
                .flatMap(earlier -> state.stages().get(earlier).current().stream())
                .flatMap(attempt -> attempt.endedAt().stream()),
            stage.gates().stream()
                .flatMap(rule -> Optional.ofNullable(state.gates().get(rule.name())).stream())
                .flatMap(gate -> gate.verdicts().stream())
                .map(Gate.Given::at))
        .flatMap(times -> times)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
