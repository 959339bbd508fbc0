package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One stage of a run.
 *
 * @param attempts every attempt, the last one current
 * @param retryAt when the next attempt is due, after a failure
 * @param slot the newest journaled question for a slot; the first one needs no journal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StageRun(
    String name, List<Attempt> attempts, Optional<Instant> retryAt, Optional<SlotAsk> slot) {

  /** A question for a slot, {@code times} so far. */
  public record SlotAsk(Instant at, int times) {}

  public StageRun {
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
  }

  static StageRun waiting(String name) {
    return new StageRun(name, List.of(), Optional.empty(), Optional.empty());
  }

  /** The newest attempt, if one was made. */
  public Optional<Attempt> current() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** The attempt that may be running now. */
  public Optional<Attempt> live() {
    return current().filter(Attempt::live);
  }

  /** The id that the next attempt will have. */
  AttemptId next(ExecutionId execution) {
    return new AttemptId(execution, name, attempts.size() + 1);
  }

  StageRun with(Attempt newest) {
    List<Attempt> changed = new ArrayList<>(attempts);
    if (newest.id().number() > attempts.size()) {
      changed.add(newest);
      return new StageRun(name, changed, Optional.empty(), Optional.empty());
    }
    changed.set(newest.id().number() - 1, newest);
    return new StageRun(name, changed, retryAt, slot);
  }

  StageRun retryAt(Instant due) {
    return new StageRun(name, attempts, Optional.of(due), Optional.empty());
  }

  StageRun slotAsked(Instant at) {
    int times = slot.map(SlotAsk::times).orElse(0) + 1;
    return new StageRun(name, attempts, retryAt, Optional.of(new SlotAsk(at, times)));
  }
}
