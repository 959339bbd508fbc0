package ai.matih.pipelines.schedule;

import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backfill and how far it has come. It is part of its pipeline's state, so that a run that ends
 * moves it with the same event. Immutable; what it keeps is bounded whatever the number of its
 * intervals.
 *
 * @param reason why it is in this status, if there is something to say
 * @param total how many intervals it has
 * @param taken how many of them have become a run, counted once each
 * @param cursor where the last of those starts that were taken in order
 * @param again starts of failed intervals that wait to be run again
 * @param running runs in flight by the start of their interval
 * @param failed intervals whose last run did not succeed
 * @param round how often the failed ones were run again
 * @param changedAt when something last happened to it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Backfill(
    BackfillId id,
    BackfillRequest request,
    String startedBy,
    Instant startedAt,
    Status status,
    Optional<String> reason,
    int total,
    int taken,
    Optional<Instant> cursor,
    List<Instant> again,
    Map<Instant, ExecutionId> running,
    int succeeded,
    List<Failed> failed,
    int round,
    Instant changedAt) {
  /** Failed intervals after which it pauses by itself. */
  public static final int MOST_FAILED = 1_000;

  /** Where a backfill is in its life. */
  public enum Status {
    RUNNING(false),
    PAUSED(false),
    CANCELLING(false),
    SUCCEEDED(true),
    FAILED(true),
    CANCELLED(true);

    private final boolean ended;

    Status(boolean ended) {
      this.ended = ended;
    }

    /** Whether nothing comes any more, unless what failed is run again. */
    public boolean ended() {
      return ended;
    }
  }

  /** An interval that did not succeed; {@code status} is how its last run ended. */
  public record Failed(Instant start, ExecutionId execution, String status) {}

  /** The journal leaves out what is empty. */
  public Backfill {
    reason = reason == null ? Optional.empty() : reason;
    cursor = cursor == null ? Optional.empty() : cursor;
    again = again == null ? List.of() : List.copyOf(again);
    running = running == null ? Map.of() : Map.copyOf(running);
    failed = failed == null ? List.of() : List.copyOf(failed);
  }

  /** A backfill that has just been accepted. */
  public static Backfill begun(
      BackfillId id, BackfillRequest request, int total, String by, Instant at) {
    return new Backfill(
        id,
        request,
        by,
        at,
        Status.RUNNING,
        Optional.empty(),
        total,
        0,
        Optional.empty(),
        List.of(),
        Map.of(),
        0,
        List.of(),
        0,
        at);
  }

  /** The interval that may start now, if one may. */
  public Optional<DataInterval> startable() {
    if (status != Status.RUNNING || running.size() >= request.parallelism()) {
      return Optional.empty();
    }
    return again.isEmpty()
        ? taken < total ? request.following(cursor) : Optional.empty()
        : Optional.of(request.startingAt(again.getFirst()));
  }

  /** The run of the interval that starts at {@code start}, in this round. */
  public ExecutionId execution(Instant start) {
    return ExecutionId.backfill(id, start, again.contains(start) ? round : 0);
  }

  /** The run of that interval is promised. */
  public Backfill taken(Instant start, ExecutionId execution, Instant at) {
    boolean first = request.following(cursor).filter(one -> one.start().equals(start)).isPresent();
    boolean repeated =
        again.contains(start) || failed.stream().anyMatch(one -> one.start().equals(start));
    Map<Instant, ExecutionId> now = new LinkedHashMap<>(running);
    now.put(start, execution);
    return new Backfill(
        id,
        request,
        startedBy,
        startedAt,
        status == Status.FAILED ? Status.RUNNING : status,
        reason,
        total,
        first && !repeated ? taken + 1 : taken,
        first && !repeated ? Optional.of(start) : cursor,
        again.stream().filter(one -> !one.equals(start)).toList(),
        now,
        succeeded,
        failed.stream().filter(one -> !one.start().equals(start)).toList(),
        round,
        at);
  }

  /** A run of it has ended; nothing changes if it is none of its own. */
  public Backfill ended(ExecutionId execution, boolean well, String how, Instant at) {
    Optional<Instant> start =
        running.entrySet().stream()
            .filter(one -> one.getValue().equals(execution))
            .map(Map.Entry::getKey)
            .findFirst();
    if (start.isEmpty()) {
      return this;
    }
    Map<Instant, ExecutionId> now = new LinkedHashMap<>(running);
    now.remove(start.get());
    List<Failed> not = new ArrayList<>(failed);
    if (!well) {
      not.add(new Failed(start.get(), execution, how));
    }
    boolean tooMany = status == Status.RUNNING && not.size() >= MOST_FAILED;
    return new Backfill(
        id,
        request,
        startedBy,
        startedAt,
        tooMany ? Status.PAUSED : status,
        tooMany ? Optional.of(MOST_FAILED + " intervals have failed") : reason,
        total,
        taken,
        cursor,
        again,
        now,
        well ? succeeded + 1 : succeeded,
        not,
        round,
        at);
  }

  /** How it ends now, if nothing is left. */
  public Optional<Status> outcome() {
    if (status.ended() || !running.isEmpty()) {
      return Optional.empty();
    }
    if (status == Status.CANCELLING) {
      return Optional.of(Status.CANCELLED);
    }
    return taken < total || !again.isEmpty()
        ? Optional.empty()
        : Optional.of(failed.isEmpty() ? Status.SUCCEEDED : Status.FAILED);
  }

  /** In another status. */
  public Backfill in(Status next, Optional<String> why, Instant at) {
    return new Backfill(
        id, request, startedBy, startedAt, next, why, total, taken, cursor, again, running,
        succeeded, failed, round, at);
  }

  /** What failed waits to be run again. */
  public Backfill retried(Instant at) {
    List<Instant> starts = new ArrayList<>(again);
    failed.forEach(one -> starts.add(one.start()));
    return new Backfill(
        id,
        request,
        startedBy,
        startedAt,
        Status.RUNNING,
        Optional.empty(),
        total,
        taken,
        cursor,
        starts,
        running,
        succeeded,
        List.of(),
        round + 1,
        at);
  }
}
