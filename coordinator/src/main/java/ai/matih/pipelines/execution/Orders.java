package ai.matih.pipelines.execution;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.engine.EngineCommand.CancelStage;
import ai.matih.pipelines.engine.EngineCommand.FenceStage;
import ai.matih.pipelines.engine.EngineCommand.ObserveStage;
import ai.matih.pipelines.engine.EngineCommand.SubmitStage;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import java.util.HashMap;
import java.util.Map;

/** The commands to an engine, made from the state alone so that they can be made again. */
final class Orders {
  private Orders() {}

  static Stage stage(Execution state, String name) {
    return state.plan().stages().stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static SubmitStage submit(Execution state, Attempt attempt) {
    return new SubmitStage(
        attempt.id(), attempt.watch().number(), order(state, stage(state, attempt.id().stage())));
  }

  static ObserveStage observe(Attempt attempt) {
    return new ObserveStage(attempt.id(), attempt.watch().number());
  }

  static FenceStage fence(Attempt attempt) {
    return new FenceStage(attempt.id(), attempt.watch().number());
  }

  static CancelStage cancel(Execution state, Attempt attempt) {
    String reason =
        attempt.live()
            ? state.stop().map(Execution.Stop::reason).orElse("stopped")
            : "this attempt has ended for its run";
    return new CancelStage(attempt.id(), reason);
  }

  private static StageOrder order(Execution state, Stage stage) {
    ExecutionSpec spec = state.pinned();
    Map<String, StepResult> finished = new HashMap<>();
    for (Step step : stage.steps()) {
      addIfFinished(state, step.name(), finished);
      step.inputs().forEach(input -> addIfFinished(state, input.step(), finished));
    }
    Map<String, ConnectionRevision> connections = new HashMap<>(spec.connections());
    connections.keySet().retainAll(StepConnections.of(stage));
    return new StageOrder(
        spec.tenant(),
        spec.plan().pipelineName(),
        spec.root(),
        stage,
        spec.values(),
        connections,
        finished,
        state.deadline());
  }

  private static void addIfFinished(
      Execution state, String step, Map<String, StepResult> finished) {
    StepRun run = state.steps().get(step);
    if (run != null && run.finished()) {
      finished.put(step, run.result().orElse(StepResult.NOTHING));
    }
  }
}
