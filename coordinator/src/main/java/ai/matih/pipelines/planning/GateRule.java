package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.WaitFor;
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
 * @param waitFor what passes the gate by being there; a person may decide it, too
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
    List<String> escalate,
    Optional<WaitFor> waitFor) {

  public GateRule {
    checks = checks == null ? List.of() : List.copyOf(checks);
    approvers = approvers == null ? List.of() : List.copyOf(approvers);
    message = message == null ? Optional.empty() : message;
    escalate = escalate == null ? List.of() : List.copyOf(escalate);
    waitFor = waitFor == null ? Optional.empty() : waitFor;
  }

  /** A gate of people. */
  public GateRule(
      String name,
      List<String> checks,
      List<String> approvers,
      int minimum,
      boolean allowSelf,
      Optional<String> message,
      Duration timeout,
      OnTimeout onTimeout,
      List<String> escalate) {
    this(
        name,
        checks,
        approvers,
        minimum,
        allowSelf,
        message,
        timeout,
        onTimeout,
        escalate,
        Optional.empty());
  }

  /** A gate that opens by itself when what is waited for is there, or when any person says so. */
  public static GateRule waiting(String name, WaitFor wait) {
    return new GateRule(
        name,
        List.of(),
        List.of(),
        1,
        true,
        Optional.empty(),
        wait.timeout(),
        OnTimeout.CANCEL,
        List.of(),
        Optional.of(wait));
  }
}
