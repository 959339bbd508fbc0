package ai.matih.pipelines.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which intervals a backfill runs, and how.
 *
 * @param from the first interval starts here or later
 * @param to every interval ends here or earlier
 * @param every the cron expression whose due times divide the time
 * @param zone in which it is read, and dates are told
 * @param reverse newest interval first
 * @param parallelism intervals that run at once, 1 to {@value #MOST_PARALLEL}
 * @param parameters of every run, as they were given
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackfillRequest(
    Instant from,
    Instant to,
    String every,
    ZoneId zone,
    boolean reverse,
    int parallelism,
    Map<String, Object> parameters) {
  /** Intervals that one backfill may have. */
  public static final int MOST = 10_000;

  public static final int MOST_PARALLEL = 100;

  public BackfillRequest {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** The interval that comes after the one that starts at {@code start}; the first for empty. */
  public Optional<DataInterval> following(Optional<Instant> start) {
    DueTimes times = times();
    if (reverse) {
      return times
          .last(start.orElse(to))
          .flatMap(one -> startingAt(one).end().isAfter(to) ? times.last(one) : Optional.of(one))
          .filter(one -> !one.isBefore(from))
          .map(this::startingAt);
    }
    return start
        .flatMap(times::next)
        .or(() -> start.isEmpty() ? times.next(from.minusNanos(1)) : Optional.empty())
        .map(this::startingAt)
        .filter(one -> !one.end().isAfter(to));
  }

  /** The interval that starts at {@code start}, which is one of its starts. */
  public DataInterval startingAt(Instant start) {
    return new DataInterval(start, times().next(start).orElse(Instant.MAX));
  }

  /** At most {@code most} of the intervals, in the order in which they run. */
  public List<DataInterval> intervals(int most) {
    List<DataInterval> all = new ArrayList<>();
    Optional<DataInterval> next = following(Optional.empty());
    while (next.isPresent() && all.size() < most) {
      all.add(next.get());
      next = following(Optional.of(next.get().start()));
    }
    return List.copyOf(all);
  }

  private DueTimes times() {
    return new DueTimes(
        new Schedule(
            every,
            zone,
            Optional.empty(),
            Optional.empty(),
            OverlapPolicy.ALLOW_ALL,
            1,
            Duration.ZERO,
            Duration.ZERO,
            Catchup.NONE));
  }
}
