package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.execution.ExecutionEvent.GateEscalated;
import ai.matih.pipelines.execution.ExecutionEvent.SlaMissed;
import ai.matih.pipelines.execution.ExecutionEvent.SlotAsked;
import ai.matih.pipelines.execution.ExecutionEvent.WatchRaised;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Stage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Due times: the next one as a function of the state, and what happens when one has come. */
final class Watchdog {
  private Watchdog() {}

  static Optional<Instant> next(Execution state) {
    return switch (state.phase()) {
      case NEW -> Optional.empty();
      case ENDED ->
          state.end().filter(end -> !end.settled()).map(end -> end.at().plus(Patience.END));
      case CANCELLING ->
          Stream.concat(asks(state), state.slaDue().stream()).min(Instant::compareTo);
      case QUEUED, ACTIVE ->
          Stream.of(
                  asks(state),
                  waits(state),
                  gates(state),
                  state.deadline().stream(),
                  state.slaDue().stream())
              .flatMap(times -> times)
              .min(Instant::compareTo);
    };
  }

  private static Stream<Instant> asks(Execution state) {
    return state.live().stream().map(attempt -> Patience.due(state, attempt));
  }

  private static Stream<Instant> waits(Execution state) {
    return Readiness.waiting(state).values().stream().map(stage -> slotDue(state, stage));
  }

  private static Instant slotDue(Execution state, Stage stage) {
    return Readiness.retryDue(state, stage).orElseGet(() -> Patience.slotDue(state, stage));
  }

  private static Stream<Instant> gates(Execution state) {
    return state.gates().values().stream()
        .filter(gate -> gate.state() == Gate.State.OPEN)
        .map(Gate::deadline);
  }

  static void wake(Draft draft) {
    switch (draft.state().phase()) {
      case NEW -> {}
      case ENDED -> {
        if (next(draft.state()).isPresent()) {
          draft.effect(new ExecutionEffect.TellEnded());
        }
      }
      case CANCELLING -> {
        sla(draft);
        askAgain(draft);
      }
      case QUEUED, ACTIVE -> {
        sla(draft);
        deadline(draft);
        openGates(draft);
        slots(draft);
        askAgain(draft);
      }
    }
  }

  /** Journaled once, whether it goes on or ends late. */
  static void sla(Draft draft) {
    draft
        .state()
        .slaDue()
        .filter(due -> come(draft, due))
        .ifPresent(due -> draft.journal(new SlaMissed(due)));
  }

  private static void deadline(Draft draft) {
    if (draft.state().deadline().filter(due -> come(draft, due)).isPresent()) {
      Advance.stop(
          draft,
          CancelReason.TIMEOUT,
          "longer than the timeout of " + draft.state().plan().timeout().orElseThrow(),
          Optional.empty());
    }
  }

  private static void openGates(Draft draft) {
    for (Gate gate : draft.state().gates().values()) {
      if (draft.state().phase() != Phase.ACTIVE) {
        return;
      }
      if (gate.state() == Gate.State.OPEN && come(draft, gate.deadline())) {
        GateRule rule = Verdicts.rule(draft.state(), gate);
        if (rule.waitFor().isPresent()) {
          Sensors.timedOut(draft, gate, rule.waitFor().get());
        } else if (rule.onTimeout() == OnTimeout.ESCALATE) {
          draft.journal(new GateEscalated(gate.name(), draft.now().plus(rule.timeout())));
        } else {
          Advance.stop(
              draft,
              CancelReason.GATE_TIMEOUT,
              "nobody decided at gate " + gate.name() + " in time",
              Optional.empty());
        }
      }
    }
  }

  private static void slots(Draft draft) {
    Map<AttemptId, Stage> asking = Readiness.asking(draft.state());
    for (Map.Entry<AttemptId, Stage> waiting : Readiness.waiting(draft.state()).entrySet()) {
      Stage stage = waiting.getValue();
      if (come(draft, slotDue(draft.state(), stage))) {
        draft.journal(new SlotAsked(stage.name()));
        if (asking.containsKey(waiting.getKey())) {
          draft.effect(Draft.ask(draft.state(), waiting.getKey(), stage));
        }
      }
    }
  }

  private static void askAgain(Draft draft) {
    for (Attempt attempt : draft.state().live()) {
      if (come(draft, Patience.due(draft.state(), attempt))) {
        draft.journal(new WatchRaised(attempt.id(), attempt.watch().number() + 1));
        Attempt raised = draft.state().attempt(attempt.id()).orElseThrow();
        if (raised.state() == AttemptState.FENCING) {
          draft.toEngine(raised, Orders.fence(raised));
          continue;
        }
        if (draft.state().phase() == Phase.CANCELLING) {
          draft.cancel(raised);
        }
        draft.toEngine(raised, Orders.observe(raised));
      }
    }
  }

  private static boolean come(Draft draft, Instant due) {
    return !due.isAfter(draft.now());
  }
}
