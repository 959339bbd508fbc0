package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.entity.Sharing;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The callers' keys and what they were answered (design 3.1): for 24 hours by the time of the
 * events, and no more than the newest 10,000. An older key of an {@code execute} still cannot run
 * twice: it derives the same execution id.
 *
 * @param answers by key, oldest first
 */
public record Memory(Map<String, Answer> answers) {
  static final int MOST = 10_000;
  static final Duration LONGEST = Duration.ofHours(24);

  /** Nothing remembered. */
  public static final Memory EMPTY = new Memory(Map.of());

  /**
   * What a key was answered.
   *
   * @param execution the run that was promised, if it was one
   * @param changed whether anything was changed
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Answer(String bodyHash, Optional<Ticket> execution, boolean changed, Instant at) {}

  public Memory {
    answers = Sharing.of(answers);
  }

  Optional<Answer> of(Idempotency idempotency, Instant now) {
    return idempotency
        .key()
        .map(answers::get)
        .filter(answer -> now.isBefore(answer.at().plus(LONGEST)));
  }

  Memory with(Idempotency idempotency, Optional<Ticket> execution, boolean changed, Instant at) {
    if (idempotency.key().isEmpty()) {
      return this;
    }
    Map<String, Answer> kept = Sharing.minus(answers, idempotency.key().get());
    kept =
        Sharing.plus(
            kept,
            idempotency.key().get(),
            new Answer(idempotency.bodyHash(), execution.map(Ticket::started), changed, at));
    while (true) {
      Map.Entry<String, Answer> oldest = kept.entrySet().iterator().next();
      if (kept.size() <= MOST && at.isBefore(oldest.getValue().at().plus(LONGEST))) {
        return new Memory(kept);
      }
      kept = Sharing.minus(kept, oldest.getKey());
    }
  }
}
