package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.gateway.wire.EngineEventsProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the reports of watched attempts and makes events of them. Progress waits a moment for
 * more of the same attempt, so that it is one record and one journal write; an end takes along what
 * waits. Not thread-safe: it belongs to one gateway actor.
 */
final class EventOutbox {
  /** What is known of an attempt until its end is told. */
  private static final class Open {
    private Watch watch;
    private long n;
    private final List<Report> waiting = new ArrayList<>(4);

    private Open(Watch watch) {
      this.watch = watch;
    }
  }

  private final EngineEventsProducer events;
  private final Map<AttemptId, Open> open = new HashMap<>();
  private final Set<AttemptId> waiting = new LinkedHashSet<>();

  EventOutbox(EngineEventsProducer events) {
    this.events = events;
  }

  /** From now on reports of the attempt answer this watch, unless a newer one is known. */
  void watch(Watch watch) {
    Open attempt = open.computeIfAbsent(watch.attempt(), id -> new Open(watch));
    if (watch.number() > attempt.watch.number()) {
      publishWaiting(attempt);
      attempt.watch = watch;
      attempt.n = 0;
    }
  }

  /** Takes a report; true if it waits for {@link #flush}. */
  boolean add(Watch asked, Report report) {
    watch(asked);
    Open attempt = open.get(asked.attempt());
    if (answersOlder(asked, attempt.watch, report)) {
      return false;
    }
    attempt.waiting.add(report);
    if (report.isLast()) {
      publishWaiting(attempt);
      open.remove(asked.attempt());
      waiting.remove(asked.attempt());
      return false;
    }
    waiting.add(asked.attempt());
    return true;
  }

  /** Publishes all that waits. */
  void flush() {
    waiting.forEach(id -> publishWaiting(open.get(id)));
    waiting.clear();
  }

  /** Absent and unreachable speak of the moment of the question: of no use to a newer watch. */
  private static boolean answersOlder(Watch asked, Watch newest, Report report) {
    return asked.number() < newest.number()
        && (report instanceof Observation.Absent || report instanceof Observation.Unreachable);
  }

  /** All that waits, as one record: one journal write of the execution, however much it is. */
  private void publishWaiting(Open attempt) {
    List<EngineEvent> told = new ArrayList<>();
    List<StepReport> steps = new ArrayList<>();
    for (Report report : attempt.waiting) {
      if (report instanceof Report.Steps more) {
        steps.addAll(more.steps());
        continue;
      }
      addSteps(attempt, steps, told);
      told.add(event(attempt, report));
      if (report instanceof Observation.Running running) {
        steps.addAll(running.steps());
      }
    }
    addSteps(attempt, steps, told);
    attempt.waiting.clear();
    if (!told.isEmpty()) {
      events.publish(attempt.watch.tenant(), told);
    }
  }

  private static void addSteps(Open attempt, List<StepReport> steps, List<EngineEvent> told) {
    if (!steps.isEmpty()) {
      told.add(event(attempt, new Report.Steps(List.copyOf(steps))));
      steps.clear();
    }
  }

  private static EngineEvent event(Open attempt, Report report) {
    AttemptId id = attempt.watch.attempt();
    long watch = attempt.watch.number();
    long n = attempt.n++;
    return switch (report) {
      case Report.Steps steps -> new EngineEvent.StepProgress(id, watch, n, steps.steps());
      case Report.Requested stage -> new EngineEvent.StageRequested(id, watch, n, stage.stage());
      case Observation.Running running ->
          new EngineEvent.StageAccepted(
              id, watch, n, running.job().id(), running.job().incarnation(), running.job().url());
      case Observation.Succeeded ended ->
          new EngineEvent.StageSucceeded(id, watch, n, ended.result());
      case Observation.Failed ended -> new EngineEvent.StageFailed(id, watch, n, ended.failure());
      case Observation.Cancelled ignored -> new EngineEvent.StageCancelled(id, watch, n);
      case Observation.Fenced ignored -> new EngineEvent.StageFenced(id, watch, n);
      case Observation.Absent ignored -> new EngineEvent.StageAbsent(id, watch, n);
      case Observation.Forgotten forgotten ->
          new EngineEvent.StageForgotten(id, watch, n, forgotten.reason());
      case Observation.Unreachable unreachable ->
          new EngineEvent.EngineUnreachable(id, watch, n, unreachable.reason());
    };
  }
}
