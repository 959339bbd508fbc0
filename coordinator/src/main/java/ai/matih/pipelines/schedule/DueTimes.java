package ai.matih.pipelines.schedule;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a schedule is due, in its own zone. A due time at a fixed hour that the change to summer
 * time leaves out comes right after the gap, and one that the change back repeats comes once;
 * schedules of every hour follow the clock. Immutable; parsing the expression is the costly part,
 * so keep one.
 */
public final class DueTimes {
  private final Schedule schedule;
  private final ExecutionTime times;
  private final boolean fixedHour;

  /** The due times of a schedule whose expression the definition reader has accepted. */
  public DueTimes(Schedule schedule) {
    this.schedule = schedule;
    CronExpression cron = CronExpression.parse(schedule.cron());
    this.fixedHour = cron.hasFixedHour();
    this.times = cron.times();
  }

  /** The first due time after {@code time}, within the schedule's dates. */
  public Optional<Instant> next(Instant time) {
    Instant from =
        schedule
            .startDate()
            .map(first -> startOf(first).minusNanos(1))
            .filter(time::isBefore)
            .orElse(time);
    return after(from)
        .filter(
            due ->
                schedule
                    .endDate()
                    .map(last -> due.isBefore(startOf(last.plusDays(1))))
                    .orElse(true));
  }

  /** At most {@code count} due times after {@code time}, in order. */
  public List<Instant> next(Instant time, int count) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> next = next(time);
    while (next.isPresent() && due.size() < count) {
      due.add(next.get());
      next = next(next.get());
    }
    return List.copyOf(due);
  }

  /** The interval that a run due at {@code due} covers: it ends there. */
  public Optional<DataInterval> endingAt(Instant due) {
    return before(due).map(start -> new DataInterval(start, due));
  }

  /** The interval in which {@code time} lies; its end may still be to come. */
  public Optional<DataInterval> around(Instant time) {
    return before(time.plusNanos(1))
        .flatMap(start -> after(start).map(end -> new DataInterval(start, end)));
  }

  private Optional<Instant> after(Instant time) {
    Optional<Instant> regular = times.nextExecution(in(time)).map(ZonedDateTime::toInstant);
    return Optional.ofNullable(rules().nextTransition(time))
        .filter(change -> regular.isEmpty() || change.getInstant().isBefore(regular.get()))
        .filter(this::leavesOut)
        .map(ZoneOffsetTransition::getInstant)
        .or(() -> regular);
  }

  private Optional<Instant> before(Instant time) {
    Optional<Instant> regular = times.lastExecution(in(time)).map(ZonedDateTime::toInstant);
    return Optional.ofNullable(rules().previousTransition(time))
        .filter(change -> regular.isEmpty() || change.getInstant().isAfter(regular.get()))
        .filter(this::leavesOut)
        .map(ZoneOffsetTransition::getInstant)
        .or(() -> regular);
  }

  /** Whether a due time at a fixed hour lies within the gap of this change. */
  private boolean leavesOut(ZoneOffsetTransition change) {
    if (!fixedHour || !change.isGap()) {
      return false;
    }
    ZonedDateTime gapStart = change.getDateTimeBefore().atZone(ZoneOffset.UTC);
    return times
        .nextExecution(gapStart.minusNanos(1))
        .map(ZonedDateTime::toLocalDateTime)
        .filter(change.getDateTimeAfter()::isAfter)
        .isPresent();
  }

  private ZoneRules rules() {
    return schedule.timezone().getRules();
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(schedule.timezone()).toInstant();
  }

  private ZonedDateTime in(Instant time) {
    return time.atZone(schedule.timezone());
  }
}
