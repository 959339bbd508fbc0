package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.OnTimeout;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is asked before a stage may start.
 *
 * @param name unique in the plan, as {@code approve --gate} takes it
 * @param checks the checks ({@code on_fail: approve}) whose failure opens the gate; empty means the
 *     gate always opens ({@code orchestration.approvals})
 * @param approvers roles or subjects; empty means anyone who may approve
 * @param minimum how many different people
 * @param allowSelf whether who started the run may approve it
 * @param timeout how long it stays open (default 4 h)
 * @param onTimeout what then
 * @param escalate roles or subjects who may decide as well once it has escalated
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GateRule(
    String name,
    List<String> checks,
    List<String> approvers,
    int minimum,
    boolean allowSelf,
    Optional<String> message,
    Duration timeout,
    OnTimeout onTimeout,
    List<String> escalate) {

  public GateRule {
    checks = checks == null ? List.of() : List.copyOf(checks);
    approvers = approvers == null ? List.of() : List.copyOf(approvers);
    message = message == null ? Optional.empty() : message;
    escalate = escalate == null ? List.of() : List.copyOf(escalate);
  }
}
