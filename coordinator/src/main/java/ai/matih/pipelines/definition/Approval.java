package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A gate of people.
 *
 * @param before the step that does not start without the verdict
 * @param approvers roles or users
 * @param min verdicts needed
 */
public record Approval(
    String before,
    List<String> approvers,
    int min,
    boolean allowSelf,
    Optional<String> message,
    Duration timeout,
    OnTimeout onTimeout) {
  public Approval {
    approvers = Immutable.list(approvers);
  }
}
