package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.pipeline.PipelineEffect.PrepareInterval;
import ai.matih.pipelines.pipeline.PipelineEffect.StopExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalDue;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.DueTimes;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Skip;
import ai.matih.pipelines.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a schedule is driven: what a moment means for it, and what it owes. */
final class Driving {
  /** How long a due time may wait for what it is pinned to before that is asked for again. */
  static final Duration PREPARE = Duration.ofSeconds(5);

  /** Due times that one decision takes; the next wake-up takes the rest. */
  private static final int BATCH = 100;

  private Driving() {}

  /** The due times that have come by {@code now} and are not accounted for. */
  static List<PipelineEvent> due(Pipeline state, Instant now) {
    Optional<Schedule> schedule = state.schedule();
    if (state.status() != PipelineStatus.ACTIVE
        || schedule.isEmpty()
        || state.timetable().next().filter(next -> !next.at().isAfter(now)).isEmpty()) {
      return List.of();
    }
    return new Taking(state, schedule.get(), state.dueTimes().orElseThrow(), now).all();
  }

  /** What must be journaled before {@code change}, which the clock may be late for. */
  static List<PipelineEvent> before(Pipeline state, PipelineEvent change, Instant now) {
    return switch (state.status()) {
      case ACTIVE -> {
        List<PipelineEvent> events = allDue(state, now);
        if (change instanceof PipelineEvent.PipelineArchived) {
          Pipeline then = after(state, events, now);
          events.addAll(dropped(then, "the pipeline was archived"));
        }
        yield events;
      }
      case PAUSED -> {
        List<PipelineEvent> events = new ArrayList<>();
        if (!(change instanceof PipelineEvent.PipelineUpdated update
            && update.revision().number() == state.live().number())) {
          paused(state, now).ifPresent(skip -> events.add(new IntervalsSkipped(skip)));
        }
        if (change instanceof PipelineEvent.PipelineArchived) {
          events.addAll(dropped(state, "the pipeline was archived"));
        }
        yield events;
      }
      case NEW, CREATED, ARCHIVED, DELETED -> List.of();
    };
  }

  /** Nothing may be left for a clock that has another schedule, or none, when it comes. */
  private static List<PipelineEvent> allDue(Pipeline state, Instant now) {
    List<PipelineEvent> events = new ArrayList<>();
    Pipeline then = state;
    List<PipelineEvent> more = due(then, now);
    while (!more.isEmpty() && events.size() < Overlap.MOST_WAITING) {
      events.addAll(more);
      then = after(then, more, now);
      more = due(then, now);
    }
    if (then.timetable().next().filter(next -> !next.at().isAfter(now)).isPresent()) {
      tooMany(then, now).ifPresent(skip -> events.add(new IntervalsSkipped(skip)));
    }
    return events;
  }

  private static Optional<Skip> tooMany(Pipeline state, Instant now) {
    DueTimes times = state.dueTimes().orElseThrow();
    return range(times, state.timetable().cursor().orElseThrow(), now.plusNanos(1))
        .map(
            range ->
                skip(
                    state,
                    times,
                    range,
                    Skip.Reason.MISSED,
                    "the pipeline was changed while it had more to catch up than it can keep"));
  }

  /** What follows from {@code change}: a schedule that is gone leaves nobody waiting. */
  static List<PipelineEvent> behind(Pipeline changed) {
    return changed.schedule().isEmpty()
        ? dropped(changed, "the schedule was taken away")
        : List.of();
  }

  private static List<PipelineEvent> dropped(Pipeline state, String why) {
    return state.timetable().waiting().stream()
        .<PipelineEvent>map(
            interval -> new IntervalsSkipped(Skip.of(interval, Skip.Reason.REMOVED, why)))
        .toList();
  }

  private static Optional<Skip> paused(Pipeline state, Instant now) {
    return state
        .dueTimes()
        .flatMap(
            times ->
                state
                    .timetable()
                    .cursor()
                    .flatMap(cursor -> range(times, cursor, now.plusNanos(1)))
                    .map(
                        range ->
                            skip(
                                state,
                                times,
                                range,
                                Skip.Reason.PAUSED,
                                "the pipeline was paused")));
  }

  /** The due times after {@code from} and before {@code to}; empty if there is none. */
  private static Optional<DataInterval> range(DueTimes times, Instant from, Instant to) {
    return times
        .next(from)
        .filter(first -> first.isBefore(to))
        .flatMap(first -> times.last(to).map(last -> new DataInterval(first, last)));
  }

  private static Skip skip(
      Pipeline state, DueTimes times, DataInterval range, Skip.Reason why, String detail) {
    int count = times.count(range.start(), range.end(), Skip.MANY);
    return new Skip(state.timetable().generation(), range.start(), range.end(), count, why, detail);
  }

  static Pipeline after(Pipeline state, List<PipelineEvent> events, Instant at) {
    Pipeline next = state;
    for (PipelineEvent event : events) {
      next = PipelineEvolution.evolve(next, event, at);
    }
    return next;
  }

  /** One pass over the due times that have come. */
  private static final class Taking {
    private final Schedule schedule;
    private final DueTimes times;
    private final Instant now;
    private final Instant cutoff;
    private final List<PipelineEvent> events = new ArrayList<>();
    private Pipeline state;

    Taking(Pipeline state, Schedule schedule, DueTimes times, Instant now) {
      this.state = state;
      this.schedule = schedule;
      this.times = times;
      this.now = now;
      this.cutoff = now.minus(schedule.catchupWindow()).minus(schedule.jitter());
    }

    List<PipelineEvent> all() {
      boolean goOn = older();
      while (goOn && events.size() < BATCH && come()) {
        take(Overlap.met(state, schedule, interval(state.timetable().next().get(), false)));
      }
      return events;
    }

    /** Those older than the catch-up window; false if some of them are still to be taken. */
    private boolean older() {
      Optional<DataInterval> missed = missed();
      if (missed.isEmpty()) {
        return true;
      }
      switch (schedule.catchup()) {
        case NONE -> take(List.of(new IntervalsSkipped(missed(missed.get()))));
        case LATEST -> {
          Instant latest = missed.get().end();
          range(times, state.timetable().cursor().orElseThrow(), latest)
              .ifPresent(before -> take(List.of(new IntervalsSkipped(missed(before)))));
          take(List.of(new IntervalDue(interval(state.timetable().next().orElseThrow(), true))));
        }
        case ALL -> {
          while (missed().isPresent()) {
            if (events.size() >= BATCH
                || state.timetable().waiting().size() >= Overlap.MOST_WAITING) {
              return false;
            }
            take(List.of(new IntervalDue(interval(state.timetable().next().orElseThrow(), true))));
          }
        }
      }
      return true;
    }

    private Optional<DataInterval> missed() {
      return range(times, state.timetable().cursor().orElseThrow(), cutoff);
    }

    private Skip missed(DataInterval range) {
      return skip(
          state,
          times,
          range,
          Skip.Reason.MISSED,
          "due longer ago than the catchup_window of " + schedule.catchupWindow());
    }

    private boolean come() {
      return state.timetable().next().filter(next -> !next.at().isAfter(now)).isPresent();
    }

    private Interval interval(Timetable.Due due, boolean catchUp) {
      return new Interval(
          state.timetable().generation(),
          due.nominal(),
          due.at(),
          times
              .endingAt(due.nominal())
              .orElseGet(() -> new DataInterval(due.nominal(), due.nominal())),
          schedule.timezone(),
          catchUp);
    }

    private void take(List<PipelineEvent> more) {
      events.addAll(more);
      state = after(state, more, now);
    }
  }

  /** What the schedule asks of the outside; the same until it is done. */
  static List<PipelineEffect> owed(Pipeline state) {
    List<PipelineEffect> effects = new ArrayList<>();
    Overlap.startable(state).forEach(interval -> effects.add(new PrepareInterval(interval)));
    boolean abandon =
        state.schedule().filter(one -> one.overlap() == OverlapPolicy.TERMINATE_OTHER).isPresent();
    Overlap.givingWay(state)
        .forEach(ticket -> effects.add(new StopExecution(ticket.execution(), abandon)));
    return effects;
  }

  /** When the schedule wants to be looked at: the next due time, or what is owed once more. */
  static Optional<Instant> wakeAt(Pipeline state) {
    if (state.status() != PipelineStatus.ACTIVE) {
      return Optional.empty();
    }
    Optional<Instant> again =
        Overlap.startable(state).isEmpty() && Overlap.givingWay(state).isEmpty()
            ? Optional.empty()
            : Optional.of(state.timetable().waiting().getFirst().dueAt().plus(PREPARE));
    Optional<Instant> due = state.timetable().next().map(Timetable.Due::at);
    return again.isPresent() && due.isPresent()
        ? Optional.of(again.get().isBefore(due.get()) ? again.get() : due.get())
        : again.or(() -> due);
  }
}
