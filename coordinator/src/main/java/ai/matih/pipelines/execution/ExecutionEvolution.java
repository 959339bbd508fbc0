package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution.End;
import ai.matih.pipelines.execution.Execution.Stop;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptAccepted;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptCancelled;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFailed;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFenced;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFencing;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptForgotten;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptIntended;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptResolved;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptSucceeded;
import ai.matih.pipelines.execution.ExecutionEvent.CancelRequested;
import ai.matih.pipelines.execution.ExecutionEvent.EndOwed;
import ai.matih.pipelines.execution.ExecutionEvent.EndSettled;
import ai.matih.pipelines.execution.ExecutionEvent.EngineFound;
import ai.matih.pipelines.execution.ExecutionEvent.EngineLost;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionEnded;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionStarted;
import ai.matih.pipelines.execution.ExecutionEvent.GateEscalated;
import ai.matih.pipelines.execution.ExecutionEvent.GateOpened;
import ai.matih.pipelines.execution.ExecutionEvent.OfAttempt;
import ai.matih.pipelines.execution.ExecutionEvent.RetryScheduled;
import ai.matih.pipelines.execution.ExecutionEvent.SensorTroubled;
import ai.matih.pipelines.execution.ExecutionEvent.SlaMissed;
import ai.matih.pipelines.execution.ExecutionEvent.SlotAsked;
import ai.matih.pipelines.execution.ExecutionEvent.StepAdvanced;
import ai.matih.pipelines.execution.ExecutionEvent.StepEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepStarted;
import ai.matih.pipelines.execution.ExecutionEvent.VerdictGiven;
import ai.matih.pipelines.execution.ExecutionEvent.WatchRaised;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the state. Total: an event that means nothing here changes nothing. */
final class ExecutionEvolution {
  private ExecutionEvolution() {}

  static Execution evolve(Execution state, ExecutionEvent event, Instant at) {
    Execution moved = state.in(PhaseTable.ROWS.next(state.phase(), event));
    return switch (event) {
      case ExecutionStarted started -> start(moved, started.spec(), at);
      case SlotAsked asked -> stage(moved, asked.stage(), stage -> stage.slotAsked(at));
      case OfAttempt ofAttempt -> attempt(moved, ofAttempt, at);
      case RetryScheduled retry ->
          stage(moved, retry.stage(), stage -> stage.retryAt(retry.dueAt()));
      case GateOpened opened ->
          moved.with(
              new Gate(
                  opened.gate(),
                  opened.stage(),
                  minimum(moved, opened),
                  at,
                  opened.deadline(),
                  0,
                  List.of(),
                  Optional.empty()));
      case VerdictGiven given ->
          gate(
              moved,
              given.gate(),
              gate -> gate.with(new Gate.Given(given.verdict(), given.by(), given.comment(), at)));
      case GateEscalated escalated ->
          gate(moved, escalated.gate(), gate -> gate.escalated(escalated.deadline()));
      case SensorTroubled troubled ->
          gate(moved, troubled.gate(), gate -> gate.troubled(troubled.problem()));
      case CancelRequested cancel ->
          moved.with(new Stop(cancel.why(), cancel.reason(), cancel.failure(), at));
      case ExecutionEnded ended -> end(moved, ended, at);
      case SlaMissed ignored -> moved.missed();
      case EndSettled ignored -> moved.end().map(End::noted).map(moved::with).orElse(moved);
      case EndOwed ignored -> moved.end().map(End::owed).map(moved::with).orElse(moved);
    };
  }

  private static int minimum(Execution state, GateOpened opened) {
    return Orders.stage(state, opened.stage()).gates().stream()
        .filter(rule -> rule.name().equals(opened.gate()))
        .findFirst()
        .map(GateRule::minimum)
        .orElse(1);
  }

  private static Execution start(Execution state, ExecutionSpec spec, Instant at) {
    Map<String, StageRun> stages = new LinkedHashMap<>();
    Map<String, StepRun> steps = new LinkedHashMap<>();
    for (Stage stage : spec.plan().stages()) {
      stages.put(stage.name(), StageRun.waiting(stage.name()));
      for (Step step : stage.steps()) {
        StepRun pending = StepRun.pending(step.name(), stage.name());
        StepResult earlier = spec.reused().get(step.name());
        steps.put(step.name(), earlier == null ? pending : pending.reused(earlier));
      }
    }
    return new Execution(
        Optional.of(spec),
        state.phase(),
        Optional.of(at),
        stages,
        steps,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Execution attempt(Execution state, OfAttempt event, Instant at) {
    StageRun stage = state.stages().get(event.attempt().stage());
    if (stage == null) {
      return state;
    }
    if (event instanceof AttemptIntended intended) {
      Attempt fresh =
          Attempt.intended(intended.attempt(), intended.instance(), intended.watch(), at);
      return again(state.with(stage.with(fresh)), stage.name());
    }
    Optional<Attempt> known = state.attempt(event.attempt());
    if (known.isEmpty() || AttemptTable.ROWS.row(known.get().state(), event).isEmpty()) {
      return state;
    }
    Attempt moved = known.get().in(AttemptTable.ROWS.next(known.get().state(), event));
    return switch (event) {
      case AttemptIntended ignored -> state;
      case AttemptAccepted as ->
          state.with(
              stage.with(
                  moved.seenAlive(
                      Optional.of(
                          new Attempt.External(as.externalId(), as.incarnation(), as.url())),
                      at)));
      case WatchRaised raised -> state.with(stage.with(moved.watched(raised.watch(), at)));
      case StepStarted started ->
          step(
              state.with(stage.with(moved.seenAlive(Optional.empty(), at))),
              started.step(),
              step -> step.started(started.at()));
      case StepAdvanced advanced ->
          step(
              state.with(stage.with(moved.seenAlive(Optional.empty(), at))),
              advanced.step(),
              step -> step.advanced(advanced.rows(), advanced.bytes()));
      case StepEnded ended ->
          step(
              state.with(stage.with(moved.seenAlive(Optional.empty(), at))),
              ended.step(),
              step -> step.succeeded(ended.at(), ended.result()));
      case EngineLost lost -> state.with(stage.with(moved.doubted(lost.reason(), at)));
      case EngineFound ignored ->
          state.with(
              stage.with(
                  moved.state() == AttemptState.INTENDED
                      ? moved.reachable(at)
                      : moved.seenAlive(Optional.empty(), at)));
      case AttemptForgotten forgotten ->
          state.with(stage.with(moved.doubted(forgotten.reason(), at)));
      case AttemptResolved resolved ->
          state.with(stage.with(moved.resolved(resolved.resolution())));
      case AttemptFencing fencing -> state.with(stage.with(moved.fencing(fencing.watch(), at)));
      case AttemptFenced ignored -> ended(state, stage, moved, Optional.empty(), at);
      case AttemptSucceeded ignored -> ended(state, stage, moved, Optional.empty(), at);
      case AttemptFailed failed -> ended(state, stage, moved, Optional.of(failed.failure()), at);
      case AttemptCancelled ignored -> ended(state, stage, moved, Optional.empty(), at);
    };
  }

  /** A new attempt begins with what is finished; everything else is to be done again. */
  private static Execution again(Execution state, String stage) {
    return steps(
        state,
        step ->
            step.stage().equals(stage) && !step.finished()
                ? StepRun.pending(step.name(), stage)
                : step);
  }

  private static Execution ended(
      Execution state, StageRun stage, Attempt attempt, Optional<Failure> failure, Instant at) {
    Execution next = state.with(stage.with(attempt.ended(failure, at)));
    Optional<String> culprit = failure.flatMap(Failure::step);
    return steps(
        next,
        step -> {
          if (!step.stage().equals(stage.name())) {
            return step;
          }
          if (culprit.equals(Optional.of(step.name()))) {
            return step.failed(at, failure.orElseThrow());
          }
          return step.state() == StepRun.State.RUNNING
              ? step.stopped(StepRun.State.CANCELLED, at)
              : step;
        });
  }

  private static Execution end(Execution state, ExecutionEnded ended, Instant at) {
    Execution next =
        state.with(
            new End(
                ended.status(), ended.failure(), ended.cost(), ended.abandoned(), at, false, 0));
    for (Attempt attempt : state.live()) {
      StageRun stage = next.stages().get(attempt.id().stage());
      AttemptState to = AttemptTable.ROWS.next(attempt.state(), ended);
      next = next.with(stage.with(attempt.in(to).ended(Optional.empty(), at)));
    }
    return steps(
        next,
        step ->
            switch (step.state()) {
              case PENDING -> step.stopped(StepRun.State.SKIPPED, at);
              case RUNNING -> step.stopped(StepRun.State.CANCELLED, at);
              case SUCCEEDED, REUSED, FAILED, CANCELLED, SKIPPED -> step;
            });
  }

  private static Execution steps(Execution state, UnaryOperator<StepRun> change) {
    Map<String, StepRun> changed = new LinkedHashMap<>(state.steps());
    changed.replaceAll((name, step) -> change.apply(step));
    return state.withSteps(changed);
  }

  private static Execution step(Execution state, String name, UnaryOperator<StepRun> change) {
    StepRun step = state.steps().get(name);
    return step == null ? state : state.with(change.apply(step));
  }

  private static Execution stage(Execution state, String name, UnaryOperator<StageRun> change) {
    StageRun stage = state.stages().get(name);
    return stage == null ? state : state.with(change.apply(stage));
  }

  private static Execution gate(Execution state, String name, UnaryOperator<Gate> change) {
    Gate gate = state.gates().get(name);
    return gate == null ? state : state.with(change.apply(gate));
  }
}
