package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A gate of people before a step; two before the same step must both be passed.
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
    OnTimeout onTimeout,
    List<String> escalate)
    implements Consent {
  public Approval {
    approvers = Immutable.list(approvers);
    escalate = Immutable.list(escalate);
  }
}
