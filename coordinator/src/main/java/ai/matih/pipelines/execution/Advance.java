package ai.matih.pipelines.execution;

import ai.matih.pipelines.cost.Rates;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFencing;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.execution.ExecutionEvent.CancelRequested;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionEnded;
import ai.matih.pipelines.execution.ExecutionEvent.GateOpened;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What follows from the state by itself, after whatever a command brought. */
final class Advance {
  private Advance() {}

  static void run(Draft draft) {
    switch (draft.state().phase()) {
      case NEW, ENDED -> {}
      case QUEUED, ACTIVE -> onward(draft);
      case CANCELLING -> towardsTheEnd(draft);
    }
  }

  private static void onward(Draft draft) {
    if (Readiness.allSucceeded(draft.state())) {
      end(draft, ExecutionStatus.SUCCEEDED, Optional.empty(), false);
      return;
    }
    for (Stage stage : draft.state().plan().stages()) {
      if (Readiness.reached(draft.state(), stage)) {
        Readiness.gatesToOpen(draft.state(), stage).forEach(rule -> open(draft, rule, stage));
      }
    }
  }

  private static void open(Draft draft, GateRule rule, Stage stage) {
    draft.journal(
        new GateOpened(
            rule.name(),
            stage.name(),
            draft.now().plus(rule.timeout()),
            rule.waitFor().map(WaitFor::pokeInterval)));
  }

  /** An attempt that was never seen, or is forgotten, cannot be waited for: it is fenced. */
  private static void towardsTheEnd(Draft draft) {
    for (Attempt attempt : draft.state().live()) {
      if (attempt.state() == AttemptState.INTENDED || attempt.state() == AttemptState.FORGOTTEN) {
        fence(draft, attempt);
      }
    }
    if (draft.state().live().isEmpty()) {
      Execution.Stop stop = draft.state().stop().orElseThrow();
      if (Readiness.allSucceeded(draft.state())) {
        end(draft, ExecutionStatus.SUCCEEDED, Optional.empty(), false);
      } else {
        end(draft, status(stop.why()), stop.failure(), false);
      }
    }
  }

  static void fence(Draft draft, Attempt attempt) {
    draft.journal(new AttemptFencing(attempt.id(), attempt.watch().number() + 1));
    Attempt fencing = draft.state().attempt(attempt.id()).orElseThrow();
    draft.toEngine(fencing, Orders.fence(fencing));
  }

  /** Begins to stop the run; what runs is told at once. */
  static void stop(Draft draft, CancelReason why, String reason, Optional<Failure> failure) {
    draft.journal(new CancelRequested(why, reason, failure));
    draft.state().live().stream()
        .filter(attempt -> attempt.state() == AttemptState.RUNNING)
        .forEach(draft::cancel);
  }

  /** A stage has failed for good: its neighbours are stopped first, if any runs. */
  static void giveUp(Draft draft, String stage, Failure failure) {
    if (draft.state().live().isEmpty()) {
      end(draft, ExecutionStatus.FAILED, Optional.of(failure), false);
    } else {
      stop(
          draft,
          CancelReason.STAGE_FAILED,
          "stage " + stage + " failed: " + failure.message(),
          Optional.of(failure));
    }
  }

  static void end(
      Draft draft, ExecutionStatus status, Optional<Failure> failure, boolean abandoned) {
    Watchdog.sla(draft);
    draft.journal(new ExecutionEnded(status, failure, cost(draft.state()), abandoned));
    draft.effect(new ExecutionEffect.TellEnded());
  }

  static ExecutionStatus status(CancelReason why) {
    return switch (why) {
      case REQUEST, REJECTED, GATE_TIMEOUT -> ExecutionStatus.CANCELLED;
      case TIMEOUT -> ExecutionStatus.TIMED_OUT;
      case STAGE_FAILED -> ExecutionStatus.FAILED;
      case DATA_TIMEOUT -> ExecutionStatus.SKIPPED;
    };
  }

  /**
   * The cost of the steps that ended in this run: processor time (wall time where an engine tells
   * none), bytes read from sources and bytes written by loads.
   */
  static BigDecimal cost(Execution state) {
    BigDecimal sum = BigDecimal.ZERO;
    for (StepRun step : state.steps().values()) {
      if (step.state() == StepRun.State.REUSED || step.result().isEmpty()) {
        continue;
      }
      StepResult result = step.result().get();
      Rates rates = state.pinned().prices().of(Orders.stage(state, step.stage()).engine());
      sum =
          sum.add(
              rates.cost(
                  result.cpuMillis() > 0
                      ? result.cpuMillis()
                      : step.took().orElse(Duration.ZERO).toMillis(),
                  result.inputs().isEmpty() ? 0 : result.bytesIn(),
                  result.commit().isEmpty() ? 0 : result.bytesOut()));
    }
    return sum;
  }
}
