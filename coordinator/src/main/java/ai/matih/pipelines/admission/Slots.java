package ai.matih.pipelines.admission;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The slots of one engine instance and the queue before them. {@code HIGH} goes before {@code
 * NORMAL} before {@code LOW}, one level up for every five minutes waited, the longest wait first
 * among equals. Not thread-safe: owned by one actor. Each operation costs O(log n) in the number
 * waiting.
 */
public final class Slots {
  private static final Duration STEP_UP = Duration.ofMinutes(5);

  private record Waiting(AttemptId attempt, TenantId tenant, Priority priority, Instant since) {}

  private static final Comparator<Waiting> LONGEST_FIRST =
      Comparator.comparing(Waiting::since).thenComparing(Waiting::attempt);

  private final int capacity;
  private final int tenantLimit;
  private final Map<AttemptId, TenantId> holders = new HashMap<>();
  private final Map<TenantId, Integer> held = new HashMap<>();
  private final Map<AttemptId, Waiting> waiting = new HashMap<>();
  private final Map<Priority, TreeSet<Waiting>> queues = new EnumMap<>(Priority.class);

  /**
   * @param capacity attempts at once
   * @param tenantLimit attempts at once of one tenant
   */
  public Slots(int capacity, int tenantLimit) {
    this.capacity = capacity;
    this.tenantLimit = tenantLimit;
    for (Priority priority : Priority.values()) {
      queues.put(priority, new TreeSet<>(LONGEST_FIRST));
    }
  }

  /** Queues the attempt; true if it holds a slot already and is to be told so again. */
  public boolean ask(AttemptId attempt, TenantId tenant, Priority priority, Instant since) {
    if (holders.containsKey(attempt)) {
      return true;
    }
    if (!waiting.containsKey(attempt)) {
      Waiting entry = new Waiting(attempt, tenant, priority, since);
      waiting.put(attempt, entry);
      queues.get(priority).add(entry);
    }
    return false;
  }

  /** Counts the attempt as a holder, even beyond capacity: it runs already. */
  public void hold(AttemptId attempt, TenantId tenant) {
    forget(attempt);
    if (holders.put(attempt, tenant) == null) {
      held.merge(tenant, 1, Integer::sum);
    }
  }

  /** Frees the attempt's slot or place. */
  public void giveBack(AttemptId attempt) {
    forget(attempt);
    TenantId tenant = holders.remove(attempt);
    if (tenant != null) {
      held.computeIfPresent(tenant, (ignored, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Grants what is free, best first. */
  public List<AttemptId> grant(Instant now) {
    List<AttemptId> granted = new ArrayList<>();
    while (holders.size() < capacity) {
      Optional<Waiting> next = best(now);
      if (next.isEmpty()) {
        break;
      }
      hold(next.get().attempt(), next.get().tenant());
      granted.add(next.get().attempt());
    }
    return granted;
  }

  /** Everyone who holds a slot. */
  public List<AttemptId> holders() {
    return List.copyOf(holders.keySet());
  }

  /** How many hold a slot. */
  int held() {
    return holders.size();
  }

  /** How many wait. */
  public int queued() {
    return waiting.size();
  }

  private Optional<Waiting> best(Instant now) {
    return queues.values().stream()
        .flatMap(queue -> queue.stream().filter(this::tenantHasRoom).limit(1))
        .max(
            Comparator.<Waiting>comparingLong(entry -> level(entry, now))
                .thenComparing(LONGEST_FIRST.reversed()));
  }

  private boolean tenantHasRoom(Waiting entry) {
    return held.getOrDefault(entry.tenant(), 0) < tenantLimit;
  }

  private static long level(Waiting entry, Instant now) {
    return entry.priority().ordinal()
        + Math.max(0, Duration.between(entry.since(), now).dividedBy(STEP_UP));
  }

  private void forget(AttemptId attempt) {
    Waiting entry = waiting.remove(attempt);
    if (entry != null) {
      queues.get(entry.priority()).remove(entry);
    }
  }
}
