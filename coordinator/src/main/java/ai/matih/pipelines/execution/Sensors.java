package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.execution.ExecutionCommand.Sensed;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import ai.matih.pipelines.execution.ExecutionEffect.LookFor;
import ai.matih.pipelines.execution.ExecutionEffect.LookNoMore;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.execution.ExecutionEvent.SensorTroubled;
import ai.matih.pipelines.execution.ExecutionEvent.VerdictGiven;
import java.util.Optional;

/** Gates that wait for data: when is looked, and what a look or its absence comes to. */
final class Sensors {
  private Sensors() {}

  static boolean waits(Execution state, Gate gate) {
    return Verdicts.rule(state, gate).waitFor().isPresent();
  }

  static void poke(Draft draft, String gate) {
    draft.effect(open(draft.state(), gate).isPresent() ? new LookFor(gate) : new LookNoMore(gate));
  }

  static void sensed(Draft draft, Sensed sensed) {
    Optional<Gate> gate = open(draft.state(), sensed.gate());
    if (gate.isEmpty()) {
      return;
    }
    if (sensed.found().isPresent()) {
      draft.journal(new VerdictGiven(sensed.gate(), Verdict.APPROVE, Sensing.BY, sensed.found()));
      draft.effect(new LookNoMore(sensed.gate()));
    } else if (!sensed.problem().equals(gate.get().problem())) {
      draft.journal(new SensorTroubled(sensed.gate(), sensed.problem()));
    }
  }

  static void timedOut(Draft draft, Gate gate, WaitFor wait) {
    String what =
        Awaited.of(wait, draft.state().pinned(), gate.openedAt())
            + " did not come in "
            + wait.timeout()
            + gate.problem().map(problem -> "; " + problem).orElse("");
    switch (wait.onTimeout()) {
      case FAIL ->
          Advance.stop(
              draft,
              CancelReason.STAGE_FAILED,
              what,
              Optional.of(
                  new Failure(
                      FailureClass.TIMEOUT,
                      "DATA_TIMEOUT",
                      gate.name() + ": " + what,
                      Optional.of("Retry the run once the data is there."),
                      Optional.empty(),
                      false)));
      case SKIP ->
          Advance.stop(
              draft, CancelReason.DATA_TIMEOUT, gate.name() + ": " + what, Optional.empty());
    }
  }

  private static Optional<Gate> open(Execution state, String name) {
    return Optional.ofNullable(state.gates().get(name))
        .filter(gate -> state.phase() == Phase.ACTIVE && gate.state() == Gate.State.OPEN)
        .filter(gate -> waits(state, gate));
  }
}
