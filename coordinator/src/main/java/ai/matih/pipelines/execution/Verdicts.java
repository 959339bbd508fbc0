package ai.matih.pipelines.execution;

import ai.matih.pipelines.execution.ExecutionCommand.Decide;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.execution.ExecutionEvent.VerdictGiven;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.planning.GateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** People at gates: who may decide, and what their verdicts come to. */
final class Verdicts {
  private Verdicts() {}

  /** Journals the verdict, or says why it cannot be given. */
  static Optional<Refused> decide(Draft draft, Decide decide) {
    Execution state = draft.state();
    List<Gate> open =
        state.phase() == Phase.ACTIVE
            ? state.gates().values().stream()
                .filter(gate -> gate.state() == Gate.State.OPEN)
                .toList()
            : List.of();
    List<Gate> asking = open.stream().filter(gate -> !Sensors.waits(state, gate)).toList();
    Optional<Gate> chosen =
        decide.gate().isEmpty() && asking.size() == 1
            ? Optional.of(asking.getFirst())
            : open.stream()
                .filter(gate -> decide.gate().equals(Optional.of(gate.name())))
                .findFirst();
    if (chosen.isEmpty()) {
      return said(state, decide) ? Optional.empty() : Optional.of(notOpen(decide, open));
    }
    Gate gate = chosen.get();
    GateRule rule = rule(state, gate);
    Optional<Refused> refused = mayDecide(state, gate, rule, decide);
    if (refused.isPresent() || saidAt(gate, decide)) {
      return refused;
    }
    draft.journal(
        new VerdictGiven(
            gate.name(), decide.verdict(), decide.principal().subject(), decide.comment()));
    if (decide.verdict() == Verdict.REJECT) {
      Advance.stop(
          draft,
          CancelReason.REJECTED,
          "gate " + gate.name() + " was rejected by " + decide.principal().subject(),
          Optional.empty());
    }
    return Optional.empty();
  }

  private static Optional<Refused> mayDecide(
      Execution state, Gate gate, GateRule rule, Decide decide) {
    Principal principal = decide.principal();
    List<String> asked = new ArrayList<>(rule.approvers());
    if (gate.escalations() > 0) {
      asked.addAll(rule.escalate());
    }
    boolean named =
        rule.approvers().isEmpty()
            || asked.stream()
                .anyMatch(
                    name -> name.equals(principal.subject()) || principal.roles().contains(name));
    if (!named) {
      return Optional.of(
          new Refused(
              Refusal.FORBIDDEN,
              "NOT_AN_APPROVER",
              "Gate " + rule.name() + " waits for " + String.join(", ", asked) + ".",
              "Ask one of them to decide."));
    }
    boolean own = principal.subject().equals(state.pinned().startedBy());
    if (own && !rule.allowSelf() && decide.verdict() == Verdict.APPROVE) {
      return Optional.of(
          new Refused(
              Refusal.FORBIDDEN,
              "SELF_APPROVAL",
              "Who started a run may not approve it at gate " + rule.name() + ".",
              "Ask somebody else, or let orchestration.approvals of the definition name the step that"
                  + " waits, with allow_self: true."));
    }
    return Optional.empty();
  }

  /** The same person saying the same again, perhaps after the gate has passed. */
  private static boolean said(Execution state, Decide decide) {
    return state.gates().values().stream()
        .filter(gate -> decide.gate().map(gate.name()::equals).orElse(true))
        .anyMatch(gate -> saidAt(gate, decide));
  }

  private static boolean saidAt(Gate gate, Decide decide) {
    return gate.verdicts().stream()
        .anyMatch(
            given ->
                given.by().equals(decide.principal().subject())
                    && given.verdict() == decide.verdict());
  }

  private static Refused notOpen(Decide decide, List<Gate> open) {
    List<String> names = open.stream().map(Gate::name).toList();
    if (decide.gate().isEmpty() && open.size() > 1) {
      return new Refused(
          Refusal.INVALID,
          "GATE_NOT_NAMED",
          "Several gates are open: " + String.join(", ", names) + ".",
          "Name one of them.");
    }
    return new Refused(
        Refusal.CONFLICT,
        "GATE_NOT_OPEN",
        decide.gate().map(name -> "Gate " + name + " is not open.").orElse("No gate is open."),
        names.isEmpty()
            ? "Look at the run: it may not have reached the gate, or may be past it."
            : "Open now: " + String.join(", ", names) + ".");
  }

  static GateRule rule(Execution state, Gate gate) {
    return Orders.stage(state, gate.stage()).gates().stream()
        .filter(rule -> rule.name().equals(gate.name()))
        .findFirst()
        .orElseThrow();
  }
}
