package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.execution.ExecutionEffect.HoldSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import ai.matih.pipelines.execution.ExecutionEffect.TellEnded;
import ai.matih.pipelines.execution.ExecutionEffect.ToEngine;
import java.util.ArrayList;
import java.util.List;

/** Every effect that a state owes, whatever was done about it before (design 3.6). */
final class Owed {
  private Owed() {}

  static List<ExecutionEffect> by(Execution state) {
    List<ExecutionEffect> owed = new ArrayList<>();
    if (state.phase() == Phase.NEW || state.end().filter(Execution.End::settled).isPresent()) {
      return owed;
    }
    for (Attempt attempt : state.attempts()) {
      if (attempt.live()) {
        owed.add(new HoldSlot(attempt.id(), attempt.instance()));
        toEngine(state, attempt)
            .forEach(command -> owed.add(new ToEngine(attempt.instance(), command)));
      } else {
        owed.add(new ReturnSlot(attempt.id(), attempt.instance()));
        if (attempt.state() == AttemptState.ABANDONED) {
          owed.add(new ToEngine(attempt.instance(), Orders.cancel(state, attempt)));
        }
      }
    }
    Readiness.asking(state).forEach((attempt, stage) -> owed.add(Draft.ask(state, attempt, stage)));
    if (state.phase() == Phase.ENDED) {
      owed.add(new TellEnded());
    }
    if (state.phase() == Phase.ENDED || state.phase() == Phase.CANCELLING) {
      placesInQueues(state, owed);
    }
    return owed;
  }

  /**
   * An attempt that was never seen is submitted again, not observed first: a second submit of one
   * attempt is no second job, and the first may be lost with its topic.
   */
  private static List<EngineCommand> toEngine(Execution state, Attempt attempt) {
    return switch (attempt.state()) {
      case INTENDED -> List.of(Orders.submit(state, attempt));
      case FENCING -> List.of(Orders.fence(attempt));
      case FORGOTTEN -> List.of(Orders.observe(attempt));
      case RUNNING ->
          state.phase() == Phase.CANCELLING
              ? List.of(Orders.cancel(state, attempt), Orders.observe(attempt))
              : List.of(Orders.observe(attempt));
      case NEW, SUCCEEDED, FAILED, CANCELLED, FENCED, ABANDONED -> List.of();
    };
  }

  /** A stage that waited for a slot when the run was stopped may still stand in a queue. */
  private static void placesInQueues(Execution state, List<ExecutionEffect> owed) {
    state
        .plan()
        .stages()
        .forEach(
            stage ->
                owed.add(
                    new ReturnSlot(
                        state.stages().get(stage.name()).next(state.pinned().id()),
                        stage.instance())));
  }
}
