package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.pipeline.PipelineEffect.StopExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What becomes of what a trigger found while runs are going or waiting: the policies of schedules,
 * over all runs that schedule and triggers have started.
 */
final class Firings {
  /** Runs in a row, each started by the one before it. */
  static final int DEEPEST = 20;

  /** What a pipeline's triggers found that may wait. */
  static final int MOST_WAITING = 1_000;

  /** What is prepared at once. */
  private static final int BATCH = 50;

  private Firings() {}

  /** The events of something that has just been found. */
  static List<PipelineEvent> met(
      Pipeline state, Firing firing, Trigger.Driven trigger, Instant now) {
    List<PipelineEvent> events = new ArrayList<>();
    events.add(new TriggerFired(firing));
    if (firing.depth() > DEEPEST) {
      events.add(
          missed(
              firing,
              now,
              Missed.Why.DEPTH,
              DEEPEST + " runs have started each other already; break the circle"));
      return events;
    }
    List<Firing> waiting =
        state.triggers().waiting().stream()
            .filter(one -> one.trigger().equals(firing.trigger()))
            .toList();
    int places = places(state, trigger);
    int taken = state.automaticRuns().size() + waiting.size();
    OverlapPolicy policy = policy(trigger);
    boolean room =
        switch (policy) {
          case SKIP -> taken < places;
          case BUFFER_ONE -> taken <= places;
          case BUFFER_ALL, ALLOW_ALL -> state.triggers().waiting().size() < MOST_WAITING;
          case CANCEL_OTHER, TERMINATE_OTHER -> true;
        };
    if (!room) {
      events.add(
          missed(
              firing,
              now,
              Missed.Why.OVERLAP,
              taken + " run(s) go on or wait, and overlap is " + policy.wireName()));
    } else if (Overlap.replaces(policy)) {
      waiting.stream()
          .limit(Math.max(0, waiting.size() - places + 1))
          .forEach(
              one ->
                  events.add(
                      missed(
                          one,
                          now,
                          Missed.Why.OVERTAKEN,
                          "the trigger fired again before it could start")));
    }
    return events;
  }

  private static FiringMissed missed(Firing firing, Instant now, Missed.Why why, String detail) {
    return new FiringMissed(Missed.of(firing, now, why, detail));
  }

  static OverlapPolicy policy(Trigger.Driven trigger) {
    return trigger
        .overlap()
        .orElse(
            switch (trigger) {
              case Trigger.Dataset ignored -> OverlapPolicy.BUFFER_ONE;
              case Trigger.Webhook ignored -> OverlapPolicy.BUFFER_ALL;
              case Trigger.Polled ignored -> OverlapPolicy.BUFFER_ALL;
            });
  }

  private static int places(Pipeline state, Trigger.Driven trigger) {
    return trigger
        .maxConcurrent()
        .orElseGet(() -> state.schedule().map(Schedule::maxConcurrent).orElse(1));
  }

  /** What may start now, oldest first. */
  static List<Firing> startable(Pipeline state) {
    List<Firing> found = new ArrayList<>();
    if (state.status() == PipelineStatus.ACTIVE && !state.triggers().waiting().isEmpty()) {
      Map<String, Trigger.Driven> driven = state.drivenTriggers();
      int running = state.automaticRuns().size();
      for (Firing firing : state.triggers().waiting()) {
        Trigger.Driven trigger = driven.get(firing.trigger());
        if (trigger != null
            && !state.triggers().rests(firing.trigger())
            && found.size() < BATCH
            && running + found.size() < places(state, trigger)) {
          found.add(firing);
        }
      }
    }
    return found;
  }

  /** Runs that have to give way to what waits, oldest first. */
  static List<PipelineEffect> givingWay(Pipeline state) {
    List<PipelineEffect> stops = new ArrayList<>();
    if (state.status() != PipelineStatus.ACTIVE) {
      return stops;
    }
    state
        .drivenTriggers()
        .forEach(
            (name, trigger) -> {
              long waiting =
                  state.triggers().waiting().stream()
                      .filter(one -> one.trigger().equals(name))
                      .count();
              if (waiting > 0
                  && !state.triggers().rests(name)
                  && Overlap.replaces(policy(trigger))) {
                List<Ticket> running = state.automaticRuns();
                running.stream()
                    .limit(Math.max(0, running.size() + waiting - places(state, trigger)))
                    .forEach(
                        one ->
                            stops.add(
                                new StopExecution(
                                    one.execution(),
                                    policy(trigger) == OverlapPolicy.TERMINATE_OTHER)));
              }
            });
    return stops;
  }
}
