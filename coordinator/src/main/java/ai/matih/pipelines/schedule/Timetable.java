package ai.matih.pipelines.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a pipeline's schedule has been driven. Immutable.
 *
 * @param generation of the schedule, from 1; 0 before there was one
 * @param cursor every due time up to here is accounted for; never goes back
 * @param next the next due time behind it; only while the schedule is driven
 * @param waiting due times that have come and not started, oldest first
 * @param skipped the last ones that did not run, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Timetable(
    int generation,
    Optional<Instant> cursor,
    Optional<Due> next,
    List<Interval> waiting,
    List<Skip> skipped) {
  private static final int REMEMBERED = 20;

  /** No schedule, nothing due. */
  public static final Timetable NONE =
      new Timetable(0, Optional.empty(), Optional.empty(), List.of(), List.of());

  /** A due time and when it may start. */
  public record Due(Instant nominal, Instant at) {}

  /** The journal leaves out what is empty. */
  public Timetable {
    cursor = cursor == null ? Optional.empty() : cursor;
    next = next == null ? Optional.empty() : next;
    waiting = waiting == null ? List.of() : List.copyOf(waiting);
    skipped = skipped == null ? List.of() : List.copyOf(skipped);
  }

  /** Another schedule, not driven yet. */
  public Timetable changed() {
    return new Timetable(generation + 1, cursor, Optional.empty(), waiting, skipped);
  }

  /** Due times count from {@code from} on, or from where they are accounted for already. */
  public Timetable driven(Instant from, Optional<DueTimes> times) {
    Instant later = cursor.filter(from::isBefore).orElse(from);
    return new Timetable(
        generation, Optional.of(later), times.flatMap(one -> one.due(later)), waiting, skipped);
  }

  /** No due time comes any more; what waits goes on waiting. */
  public Timetable resting() {
    return new Timetable(generation, cursor, Optional.empty(), waiting, skipped);
  }

  /** {@code interval} waits. */
  public Timetable with(Interval interval, Optional<DueTimes> times) {
    List<Interval> all = new ArrayList<>(waiting);
    all.add(interval);
    return new Timetable(generation, cursor, next, all, skipped)
        .upTo(interval.generation(), interval.nominal(), times);
  }

  /** {@code skip} is accounted for, whether it waited or just fell due. */
  public Timetable with(Skip skip, Optional<DueTimes> times) {
    List<Skip> last = new ArrayList<>(skipped);
    last.add(skip);
    return new Timetable(
            generation,
            cursor,
            next,
            waiting.stream().filter(one -> !skip.covers(one)).toList(),
            last.size() > REMEMBERED ? last.subList(1, last.size()) : last)
        .upTo(skip.generation(), skip.last(), times);
  }

  /** It has become a run. */
  public Timetable without(int ofGeneration, Instant nominal) {
    return new Timetable(
        generation,
        cursor,
        next,
        waiting.stream().filter(one -> !one.is(ofGeneration, nominal)).toList(),
        skipped);
  }

  /** Moves on if {@code nominal} is a due time of this generation that is not accounted for. */
  private Timetable upTo(int ofGeneration, Instant nominal, Optional<DueTimes> times) {
    return ofGeneration == generation && cursor.filter(nominal::isAfter).isPresent()
        ? driven(nominal, next.isEmpty() ? Optional.empty() : times)
        : this;
  }
}
