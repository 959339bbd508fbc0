package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.Approval;
import ai.matih.pipelines.definition.Consent;
import ai.matih.pipelines.definition.OnTimeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a plan waits for people. */
final class Gates {
  /** How long a gate stays open if nothing else is said. */
  static final Duration TIMEOUT = Duration.ofHours(4);

  private Gates() {}

  /**
   * The steps with the approvals of {@code orchestration} set before the steps they name. The
   * second one before a step {@code load} is called {@code load#2}, which no step or task can be.
   */
  static List<DraftStep> setApprovals(List<DraftStep> steps, List<Approval> approvals) {
    List<DraftStep> gated = new ArrayList<>(steps);
    Map<String, Integer> count = new HashMap<>();
    for (Approval approval : approvals) {
      int number = count.merge(approval.before(), 1, Integer::sum);
      String name = number == 1 ? approval.before() : approval.before() + "#" + number;
      GateRule rule = rule(name, approval, approval.timeout());
      gated.replaceAll(step -> step.isNamed(approval.before()) ? step.approvedBy(rule) : step);
    }
    return List.copyOf(gated);
  }

  /**
   * The gates before a step. An approval always opens and is decided with the checks' results in
   * sight, so it takes the place of a gate that a check would open. At that of a check whoever
   * started the run may decide: it asks whether these rows will do, not for a second pair of eyes.
   */
  static List<GateRule> before(DraftStep step) {
    if (!step.approvals().isEmpty() || step.gateChecks().isEmpty()) {
      return step.approvals();
    }
    return List.of(
        new GateRule(
            "check " + String.join("+", step.gateChecks()),
            step.gateChecks(),
            List.of(),
            1,
            true,
            Optional.empty(),
            TIMEOUT,
            OnTimeout.CANCEL,
            List.of()));
  }

  /** The gate at which people are asked this. */
  static GateRule rule(String name, Consent consent, Duration timeout) {
    return new GateRule(
        name,
        List.of(),
        consent.approvers(),
        consent.min(),
        consent.allowSelf(),
        consent.message(),
        timeout,
        consent.onTimeout(),
        consent.escalate());
  }
}
