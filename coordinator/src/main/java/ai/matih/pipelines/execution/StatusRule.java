package ai.matih.pipelines.execution;

import ai.matih.pipelines.planning.Stage;
import java.util.List;

/**
 * The status that the API shows, as a function of phase and stage conditions. Stages run side by
 * side, so the first that applies wins: an end; being stopped; doubt; work under way; work handed
 * over; a person asked; a retry due; the queue, in which also stands what waits for data.
 */
final class StatusRule {
  private StatusRule() {}

  static ExecutionStatus of(Execution state) {
    return switch (state.phase()) {
      case NEW -> ExecutionStatus.QUEUED;
      case ENDED -> state.end().orElseThrow().status();
      case CANCELLING -> ExecutionStatus.CANCELLING;
      case QUEUED, ACTIVE -> underWay(state);
    };
  }

  private static ExecutionStatus underWay(Execution state) {
    List<Attempt> live = state.live();
    if (live.stream().anyMatch(StatusRule::doubtful)) {
      return ExecutionStatus.RECONCILING;
    }
    if (live.stream().anyMatch(attempt -> attempt.state() == AttemptState.RUNNING)) {
      return ExecutionStatus.RUNNING;
    }
    if (!live.isEmpty()) {
      return ExecutionStatus.DISPATCHED;
    }
    if (state.gates().values().stream()
        .anyMatch(gate -> gate.state() == Gate.State.OPEN && !Sensors.waits(state, gate))) {
      return ExecutionStatus.AWAITING_APPROVAL;
    }
    return Readiness.waiting(state).values().stream().anyMatch(stage -> triedBefore(state, stage))
        ? ExecutionStatus.RETRYING
        : ExecutionStatus.QUEUED;
  }

  private static boolean doubtful(Attempt attempt) {
    return attempt.doubt().isPresent() || attempt.state() == AttemptState.FENCING;
  }

  private static boolean triedBefore(Execution state, Stage stage) {
    return state.stages().get(stage.name()).current().isPresent();
  }
}
