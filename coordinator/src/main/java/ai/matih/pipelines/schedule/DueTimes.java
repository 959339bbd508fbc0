package ai.matih.pipelines.schedule;

import com.cronutils.model.time.ExecutionTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When a schedule is due, in its own zone. A due time at a fixed hour that the change to summer
 * time leaves out comes right after the gap, several of them once; one that the change back repeats
 * comes the first time only. Schedules whose hour field begins with {@code *} follow the clock:
 * they leave out what it leaves out and repeat what it repeats. The expression is only ever
 * evaluated on a wall clock without changes, since cron-utils has rules of its own for them.
 * Immutable.
 */
public final class DueTimes {
  private final Schedule schedule;
  private final ExecutionTime times;
  private final boolean fixedHour;
  private final long seed;

  /** The due times of a schedule whose expression the definition reader has accepted. */
  public DueTimes(Schedule schedule) {
    this(schedule, "");
  }

  /** The same; {@code owner} spreads the jitter, which is the same for it at every time. */
  public DueTimes(Schedule schedule, String owner) {
    this.schedule = schedule;
    this.seed = owner.hashCode();
    CronExpression cron = CronExpression.known(schedule.cron());
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

  /** How many due times there are from one to another, both included; {@code most} at most. */
  public int count(Instant first, Instant last, int most) {
    int count = 1;
    Optional<Instant> due = next(first);
    while (count < most && due.filter(one -> !one.isAfter(last)).isPresent()) {
      count++;
      due = next(due.get());
    }
    return count;
  }

  /** {@link #next(Instant)} with the time at which it may start. */
  public Optional<Timetable.Due> due(Instant time) {
    return next(time).map(nominal -> new Timetable.Due(nominal, nominal.plus(jitter(nominal))));
  }

  private Duration jitter(Instant nominal) {
    long most = schedule.jitter().toMillis();
    return most == 0
        ? Duration.ZERO
        : Duration.ofMillis(
            new SplittableRandom(seed * 31 + nominal.getEpochSecond()).nextLong(most + 1));
  }

  /** The last due time before {@code time}, within the schedule's dates. */
  public Optional<Instant> last(Instant time) {
    Instant from =
        schedule
            .endDate()
            .map(last -> startOf(last.plusDays(1)))
            .filter(time::isAfter)
            .orElse(time);
    return before(from)
        .filter(
            due -> schedule.startDate().map(first -> !due.isBefore(startOf(first))).orElse(true));
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
    return fixedHour ? fixedAfter(time) : rollingAfter(time);
  }

  private Optional<Instant> before(Instant time) {
    return fixedHour ? fixedBefore(time) : rollingBefore(time);
  }

  /** Fixed hours are times of the wall clock, each of which is one moment. */
  private Optional<Instant> fixedAfter(Instant time) {
    LocalDateTime wall = in(time).toLocalDateTime();
    return wallAfter(secondPass(time).map(end -> end.minusNanos(1)).orElse(wall)).map(this::moment);
  }

  private Optional<Instant> fixedBefore(Instant time) {
    LocalDateTime wall = in(time).toLocalDateTime();
    Optional<LocalDateTime> due = wallBefore(secondPass(time).orElse(wall));
    while (due.filter(one -> !moment(one).isBefore(time)).isPresent()) {
      due = wallBefore(due.get());
    }
    return due.map(this::moment);
  }

  /** Where the wall clock's repeated hour ends, if {@code time} lies in its second pass. */
  private Optional<LocalDateTime> secondPass(Instant time) {
    LocalDateTime wall = in(time).toLocalDateTime();
    return Optional.ofNullable(rules().getTransition(wall))
        .filter(change -> change.isOverlap() && !time.isBefore(change.getInstant()))
        .map(ZoneOffsetTransition::getDateTimeBefore);
  }

  /** Left out: the end of the gap. Repeated: the first time. */
  private Instant moment(LocalDateTime wall) {
    ZoneOffsetTransition change = rules().getTransition(wall);
    return change != null && change.isGap()
        ? change.getInstant()
        : wall.toInstant(change == null ? rules().getOffset(wall) : change.getOffsetBefore());
  }

  /** Times of every hour are taken from each stretch of time with one offset. */
  private Optional<Instant> rollingAfter(Instant time) {
    ZoneOffset offset = rules().getOffset(time);
    Optional<Instant> due =
        wallAfter(LocalDateTime.ofInstant(time, offset)).map(wall -> wall.toInstant(offset));
    ZoneOffsetTransition change = rules().nextTransition(time);
    return change == null || due.filter(change.getInstant()::isAfter).isPresent()
        ? due
        : firstFrom(change);
  }

  private Optional<Instant> firstFrom(ZoneOffsetTransition change) {
    return wallAfter(change.getDateTimeAfter().minusNanos(1))
        .map(wall -> wall.toInstant(change.getOffsetAfter()))
        .filter(
            due -> {
              ZoneOffsetTransition next = rules().nextTransition(change.getInstant());
              return next == null || due.isBefore(next.getInstant());
            })
        .or(
            () ->
                Optional.ofNullable(rules().nextTransition(change.getInstant()))
                    .flatMap(this::firstFrom));
  }

  private Optional<Instant> rollingBefore(Instant time) {
    Instant before = time.minusNanos(1);
    ZoneOffset offset = rules().getOffset(before);
    Optional<Instant> due =
        wallBefore(LocalDateTime.ofInstant(time, offset)).map(wall -> wall.toInstant(offset));
    ZoneOffsetTransition change = rules().previousTransition(time);
    return change == null || due.filter(one -> !one.isBefore(change.getInstant())).isPresent()
        ? due
        : rollingBefore(change.getInstant());
  }

  private Optional<LocalDateTime> wallAfter(LocalDateTime wall) {
    return times.nextExecution(wall.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  private Optional<LocalDateTime> wallBefore(LocalDateTime wall) {
    return times.lastExecution(wall.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
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
