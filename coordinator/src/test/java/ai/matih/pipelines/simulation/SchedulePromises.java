package ai.matih.pipelines.simulation;

import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Skip;
import ai.matih.pipelines.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What a schedule promises: no due time is lost, none runs twice, the overlap policy is kept, and
 * only what is older than the catch-up window may be missed. Due times are computed here without
 * cron: every so many minutes.
 */
final class SchedulePromises {
  private final Set<ExecutionId> started = new HashSet<>();

  /** {@code event} is journaled in the state {@code before}, decided at {@code at}. */
  void journaled(Pipeline before, PipelineEvent event, Instant at) {
    switch (event) {
      case PipelineEvent.BackfillEvent ignored -> {}
      case PipelineEvent.TriggerEvent ignored -> {}
      case PipelineEvent.IntervalDue due -> due(before, due.interval(), at);
      case PipelineEvent.IntervalsSkipped skipped -> skipped(before, skipped.skip(), at);
      case PipelineEvent.ExecutionTicketed ticketed -> {
        if (ticketed.spec().scheduled()) {
          started(before, ticketed.spec());
        }
      }
      case PipelineEvent.PipelineUpdated update -> {
        if (update.revision().number() != before.live().number()) {
          nothingIsOverdue(before, at);
        }
      }
      case PipelineEvent.PipelineRolledBack ignored -> nothingIsOverdue(before, at);
      case PipelineEvent.PipelinePaused ignored -> nothingIsOverdue(before, at);
      case PipelineEvent.PipelineArchived ignored -> {
        nothingIsOverdue(before, at);
        check(before.timetable().waiting().isEmpty(), "archived while due times wait");
      }
      case PipelineEvent.PipelineActivated ignored -> thePauseIsAccountedFor(before, at);
      case PipelineEvent.PipelineResumed ignored -> thePauseIsAccountedFor(before, at);
      case PipelineEvent.PipelineCreated ignored -> {}
      case PipelineEvent.PipelineDeleted ignored -> {}
      case PipelineEvent.RequestNoted ignored -> {}
      case PipelineEvent.ExecutionStartNoted ignored -> {}
      case PipelineEvent.ExecutionEndNoted ignored -> {}
    }
  }

  private void due(Pipeline before, Interval interval, Instant at) {
    Schedule schedule = before.schedule().orElseThrow();
    Timetable timetable = before.timetable();
    check(interval.generation() == timetable.generation(), "due of another generation");
    check(interval.nominal().equals(next(before)), "a due time was left out or made up");
    check(!interval.dueAt().isAfter(at), "due before its time");
    Duration moved = Duration.between(interval.nominal(), interval.dueAt());
    check(
        !moved.isNegative() && moved.compareTo(schedule.jitter()) <= 0,
        "moved by more than jitter");
    check(
        interval.data().end().equals(interval.nominal())
            && interval.data().start().equals(interval.nominal().minus(step(schedule))),
        "the wrong interval");
    int taken = before.automaticRuns().size() + timetable.waiting().size();
    switch (schedule.overlap()) {
      case SKIP ->
          check(interval.catchUp() || taken < schedule.maxConcurrent(), "skip let it through");
      case BUFFER_ONE ->
          check(interval.catchUp() || taken <= schedule.maxConcurrent(), "a second one waits");
      case BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER, ALLOW_ALL -> {}
    }
  }

  private void skipped(Pipeline before, Skip skip, Instant at) {
    Timetable timetable = before.timetable();
    boolean waited = timetable.waiting().stream().anyMatch(skip::covers);
    if (!waited) {
      check(skip.generation() == timetable.generation(), "skipped of another generation");
      check(skip.first().equals(next(before)), "skipped and not the next");
      check(onTheMark(before.schedule().orElseThrow(), skip.last()), "skipped and never due");
      check(
          skip.count()
              == 1
                  + Duration.between(skip.first(), skip.last())
                      .dividedBy(step(before.schedule().orElseThrow())),
          "miscounted");
    }
    switch (skip.why()) {
      case OVERLAP ->
          check(
              before.automaticRuns().size() + timetable.waiting().size()
                  >= before.schedule().orElseThrow().maxConcurrent(),
              "skipped though nothing ran");
      case MISSED -> {
        Schedule schedule = before.schedule().orElseThrow();
        check(skip.last().plus(schedule.catchupWindow()).isBefore(at), "missed within the window");
      }
      case PAUSED -> check(before.status() == PipelineStatus.PAUSED, "there was no pause");
      case OVERTAKEN, REMOVED, BLOCKED, BUDGET -> check(waited, skip.why() + " never waited");
    }
  }

  private void started(Pipeline before, ExecutionSpec spec) {
    Interval interval = spec.interval().orElseThrow();
    check(before.status() == PipelineStatus.ACTIVE, "started while the schedule rests");
    check(before.timetable().waiting().contains(interval), "started and not due");
    check(
        before.automaticRuns().size() < before.schedule().orElseThrow().maxConcurrent(),
        "more at once than max_concurrent");
    check(
        spec.id()
            .equals(
                ExecutionId.scheduled(Plans.PIPELINE, interval.generation(), interval.nominal())),
        "an id of its own");
    check(started.add(spec.id()), "started twice: " + interval);
  }

  private static void nothingIsOverdue(Pipeline before, Instant at) {
    if (before.status() == PipelineStatus.ACTIVE) {
      check(
          before.timetable().next().filter(due -> !due.at().isAfter(at)).isEmpty(),
          "a due time is lost by a change at " + at + ": " + before.timetable());
    }
  }

  private static void thePauseIsAccountedFor(Pipeline before, Instant at) {
    if (before.status() == PipelineStatus.PAUSED && before.schedule().isPresent()) {
      check(
          before.timetable().cursor().isEmpty() || next(before).isAfter(at),
          "due times of a pause are not recorded");
    }
  }

  private static Duration step(Schedule schedule) {
    return Duration.ofMinutes(schedule.cron().startsWith("*/5") ? 5 : 20);
  }

  private static boolean onTheMark(Schedule schedule, Instant at) {
    return at.toEpochMilli() % step(schedule).toMillis() == 0;
  }

  private static Instant next(Pipeline pipeline) {
    long step = step(pipeline.schedule().orElseThrow()).toMillis();
    long cursor = pipeline.timetable().cursor().orElseThrow().toEpochMilli();
    return Instant.ofEpochMilli((Math.floorDiv(cursor, step) + 1) * step);
  }

  private static void check(boolean holds, String broken) {
    if (!holds) {
      throw new AssertionError(broken);
    }
  }
}
