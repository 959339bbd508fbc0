package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ToEngine;
import ai.matih.pipelines.planning.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision in the making: events are applied as they are added, so that each rule sees what the
 * rules before it decided. Lives within one call of {@code decide}.
 */
final class Draft {
  private final Execution before;
  private final Moment moment;
  private final List<ExecutionEvent> events = new ArrayList<>();
  private final List<ExecutionEffect> effects = new ArrayList<>();
  private Execution state;

  Draft(Execution before, Moment moment) {
    this.before = before;
    this.state = before;
    this.moment = moment;
  }

  Execution state() {
    return state;
  }

  Instant now() {
    return moment.now();
  }

  void journal(ExecutionEvent event) {
    events.add(event);
    state = ExecutionEvolution.evolve(state, event, moment.now());
  }

  void effect(ExecutionEffect effect) {
    effects.add(effect);
  }

  void toEngine(Attempt attempt, EngineCommand command) {
    effects.add(new ToEngine(attempt.instance(), command));
  }

  void cancel(Attempt attempt) {
    toEngine(attempt, Orders.cancel(state, attempt));
  }

  Decision<ExecutionEvent, ExecutionEffect, ExecutionReply> answer(ExecutionReply reply) {
    if (!events.isEmpty()) {
      slots();
    }
    return new Decision<>(events, effects, Optional.of(reply));
  }

  /** Who wants a slot now and did not before asks; who wanted or held one and no longer does. */
  private void slots() {
    Map<AttemptId, Stage> wantedBefore = Readiness.asking(before);
    Map<AttemptId, Stage> wanted = Readiness.asking(state);
    wanted.forEach(
        (attempt, stage) -> {
          if (!wantedBefore.containsKey(attempt)) {
            effects.add(ask(state, attempt, stage));
          }
        });
    Map<AttemptId, String> given = new LinkedHashMap<>();
    wantedBefore.forEach((attempt, stage) -> given.put(attempt, stage.instance()));
    before.live().forEach(attempt -> given.put(attempt.id(), attempt.instance()));
    wanted.keySet().forEach(given::remove);
    state.live().forEach(attempt -> given.remove(attempt.id()));
    given.forEach((attempt, instance) -> effects.add(new ReturnSlot(attempt, instance)));
  }

  static AskSlot ask(Execution state, AttemptId attempt, Stage stage) {
    return new AskSlot(
        attempt, stage.instance(), state.pinned().priority(), Readiness.waitingSince(state, stage));
  }
}
