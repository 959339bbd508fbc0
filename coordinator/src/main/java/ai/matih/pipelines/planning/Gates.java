package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.Approval;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.planning.Plan.Blocker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a plan waits for people. */
final class Gates {
  /** How long a gate stays open if nothing else is said. */
  static final Duration TIMEOUT = Duration.ofHours(4);

  private Gates() {}

  /** The steps with the approvals of {@code orchestration} set before the steps they name. */
  static List<DraftStep> setApprovals(List<DraftStep> steps, List<Approval> approvals) {
    List<DraftStep> gated = new ArrayList<>(steps);
    for (Approval approval : approvals) {
      gated.replaceAll(
          step -> step.isNamed(approval.before()) ? step.approvedBy(rule(approval)) : step);
    }
    return List.copyOf(gated);
  }

  /**
   * The gate before a step. An approval always opens and is decided with the checks' results in
   * sight, so it takes the place of a gate that a check would open.
   */
  static Optional<GateRule> before(DraftStep step) {
    if (!step.approvals().isEmpty()) {
      return Optional.of(step.approvals().getFirst());
    }
    return step.gateChecks().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new GateRule(
                "check " + String.join("+", step.gateChecks()),
                step.gateChecks(),
                List.of(),
                1,
                false,
                Optional.empty(),
                TIMEOUT,
                OnTimeout.CANCEL));
  }

  /** A stage has one gate, so that it is clear what a verdict is about. */
  static List<Blocker> overlaps(List<DraftStep> steps) {
    return steps.stream()
        .filter(step -> step.approvals().size() > 1)
        .map(
            step ->
                new Blocker(
                    "approvals_overlap",
                    step.name(),
                    step.name()
                        + " waits for several approvals: "
                        + String.join(", ", step.approvals().stream().map(GateRule::name).toList()),
                    "use one approval with min: for the number of people"))
        .toList();
  }

  private static GateRule rule(Approval approval) {
    return new GateRule(
        approval.before(),
        List.of(),
        approval.approvers(),
        approval.min(),
        approval.allowSelf(),
        approval.message(),
        approval.timeout(),
        approval.onTimeout());
  }
}
