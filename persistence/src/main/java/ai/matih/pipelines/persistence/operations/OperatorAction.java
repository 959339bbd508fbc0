package ai.matih.pipelines.persistence.operations;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that an operator did to the system itself.
 *
 * @param id numbers rise with time
 * @param tenant of the operator
 * @param origin the way it came in, e.g. {@code API}
 * @param action e.g. {@code dead-letter.replay}
 * @param target what it was done to
 * @param details a JSON object
 * @param at database time
 * @param outcome {@code done}, or why not; empty while it is under way, or if nobody could note it
 */
public record OperatorAction(
    long id,
    String tenant,
    String actor,
    String origin,
    Optional<String> correlationId,
    String action,
    String target,
    String details,
    Instant at,
    Optional<String> outcome) {

  /** The outcome of what was done. */
  public static final String DONE = "done";

  /** False if it is known not to have been done. */
  public boolean mayBeDone() {
    return outcome.isEmpty() || outcome.get().equals(DONE);
  }
}
