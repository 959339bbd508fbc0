package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.Approval;
import ai.matih.pipelines.definition.Consent;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.WaitFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a plan waits for people or data. */
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

  /** The steps with what they, or the whole run, wait for set before them. */
  static List<DraftStep> setWaits(List<DraftStep> steps, List<WaitFor> waits) {
    List<DraftStep> gated = new ArrayList<>(steps);
    WaitFor.named(waits)
        .forEach(
            (name, wait) ->
                gated.replaceAll(
                    step ->
                        wait.before().map(step::isNamed).orElse(step.after().isEmpty())
                            ? step.approvedBy(GateRule.waiting(name, wait))
                            : step));
    return List.copyOf(gated);
  }

  /**
   * The gates before a step. An approval always opens and is decided with the checks' results in
   * sight, so it takes the place of a gate that a check would open. At that of a check whoever
   * started the run may decide: it asks whether these rows will do, not for a second pair of eyes.
   */
  static List<GateRule> before(DraftStep step) {
    boolean people = step.approvals().stream().anyMatch(rule -> rule.waitFor().isEmpty());
    if (people || step.gateChecks().isEmpty()) {
      return step.approvals();
    }
    List<GateRule> all = new ArrayList<>(step.approvals());
    all.add(
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
    return List.copyOf(all);
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
