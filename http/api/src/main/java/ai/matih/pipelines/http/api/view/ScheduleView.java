package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.schedule.DueTimes;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Skip;
import ai.matih.pipelines.schedule.Timetable;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pipeline's schedule and how far it has been driven.
 *
 * @param generation grows with every change of the schedule
 * @param driven whether due times start runs: the pipeline is active
 * @param next the next due times, if it is driven
 * @param lateMs how long the oldest due time that has not started is overdue
 * @param waiting due times that have come and wait for their turn, the oldest ones
 * @param lastRun when the last run that succeeded was started
 * @param skipped the last due times that did not run, newest first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduleView(
    String cron,
    String timezone,
    String overlap,
    int generation,
    boolean driven,
    List<Instant> next,
    long lateMs,
    int waitingCount,
    List<Instant> waiting,
    Optional<Instant> lastRun,
    List<SkippedView> skipped) {
  private static final int SHOWN = 3;

  /** Due times that did not run; {@code count} 1000 means that many or more. */
  public record SkippedView(
      Instant first, Instant last, int count, String status, String reason, String detail) {
    static SkippedView of(Skip skip) {
      return new SkippedView(
          skip.first(), skip.last(), skip.count(), "SKIPPED", skip.why().name(), skip.detail());
    }
  }

  static Optional<ScheduleView> of(Pipeline pipeline, Instant now) {
    return pipeline.schedule().map(schedule -> of(pipeline, schedule, now));
  }

  private static ScheduleView of(Pipeline pipeline, Schedule schedule, Instant now) {
    Timetable timetable = pipeline.timetable();
    boolean driven = pipeline.status() == PipelineStatus.ACTIVE;
    DueTimes times = pipeline.dueTimes().orElseThrow();
    return new ScheduleView(
        schedule.cron(),
        schedule.timezone().getId(),
        schedule.overlap().wireName(),
        timetable.generation(),
        driven,
        driven ? times.next(now, SHOWN) : List.of(),
        driven ? late(timetable, now).toMillis() : 0,
        timetable.waiting().size(),
        timetable.waiting().stream().limit(SHOWN).map(Interval::nominal).toList(),
        pipeline.lastSucceeded(),
        timetable.skipped().reversed().stream().map(SkippedView::of).toList());
  }

  private static Duration late(Timetable timetable, Instant now) {
    return Stream.concat(
            timetable.waiting().stream().map(Interval::dueAt),
            timetable.next().stream().map(Timetable.Due::at))
        .min(Instant::compareTo)
        .filter(due -> due.isBefore(now))
        .map(due -> Duration.between(due, now))
        .orElse(Duration.ZERO);
  }
}
