package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.pipeline.PipelineEvent.IntervalDue;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Skip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of a due time while others run or wait. {@code max_concurrent} counts the runs that
 * schedule and triggers started; those that people ask for are not held back by it, nor stopped.
 */
final class Overlap {
  /** Due times of one pipeline that may wait. */
  static final int MOST_WAITING = 1_000;

  private Overlap() {}

  /** The events of a due time that has just come. */
  static List<PipelineEvent> met(Pipeline state, Schedule schedule, Interval interval) {
    List<Interval> waiting = state.timetable().waiting();
    int places = schedule.maxConcurrent();
    int taken = state.automaticRuns().size() + waiting.size();
    return switch (schedule.overlap()) {
      case SKIP -> taken < places ? due(interval) : skipped(interval, schedule, taken);
      case BUFFER_ONE -> taken <= places ? due(interval) : skipped(interval, schedule, taken);
      case BUFFER_ALL, ALLOW_ALL ->
          waiting.size() < MOST_WAITING ? due(interval) : skipped(interval, schedule, taken);
      case CANCEL_OTHER, TERMINATE_OTHER -> overtaking(waiting, places, interval);
    };
  }

  private static List<PipelineEvent> due(Interval interval) {
    return List.of(new IntervalDue(interval));
  }

  private static List<PipelineEvent> skipped(Interval interval, Schedule schedule, int taken) {
    return List.of(
        new IntervalsSkipped(
            Skip.of(
                interval,
                Skip.Reason.OVERLAP,
                taken
                    + " run(s) of schedule and triggers go on or wait, and overlap is "
                    + schedule.overlap().wireName())));
  }

  /** The newest due time is wanted: older ones that wait give way. */
  private static List<PipelineEvent> overtaking(
      List<Interval> waiting, int places, Interval interval) {
    List<Interval> others = waiting.stream().filter(one -> !one.catchUp()).toList();
    List<PipelineEvent> events = new ArrayList<>();
    others.stream()
        .limit(Math.max(0, others.size() - places + 1))
        .forEach(
            one ->
                events.add(
                    new IntervalsSkipped(
                        Skip.of(
                            one,
                            Skip.Reason.OVERTAKEN,
                            "the due time "
                                + interval.nominal()
                                + " came before it could start"))));
    events.add(new IntervalDue(interval));
    return events;
  }

  /** Due times that may start now, oldest first. */
  static List<Interval> startable(Pipeline state) {
    Optional<Schedule> schedule = state.schedule();
    if (state.status() != PipelineStatus.ACTIVE
        || schedule.isEmpty()
        || state.timetable().waiting().isEmpty()) {
      return List.of();
    }
    int free = schedule.get().maxConcurrent() - state.automaticRuns().size();
    return order(state.timetable().waiting(), schedule.get()).limit(Math.max(0, free)).toList();
  }

  /** A policy that wants the newest due time does not let old ones go first. */
  private static Stream<Interval> order(List<Interval> waiting, Schedule schedule) {
    return replaces(schedule.overlap())
        ? waiting.stream().sorted(Comparator.comparing(Interval::catchUp))
        : waiting.stream();
  }

  /** Runs that have to give way to waiting due times, oldest first. */
  static List<Ticket> givingWay(Pipeline state) {
    Optional<Schedule> schedule = state.schedule();
    if (state.status() != PipelineStatus.ACTIVE
        || schedule.filter(one -> replaces(one.overlap())).isEmpty()) {
      return List.of();
    }
    long waiting = state.timetable().waiting().stream().filter(one -> !one.catchUp()).count();
    if (waiting == 0) {
      return List.of();
    }
    List<Ticket> running = state.automaticRuns();
    return running.stream()
        .limit(Math.max(0, running.size() + waiting - schedule.get().maxConcurrent()))
        .toList();
  }

  static boolean replaces(OverlapPolicy policy) {
    return policy == OverlapPolicy.CANCEL_OTHER || policy == OverlapPolicy.TERMINATE_OTHER;
  }
}
