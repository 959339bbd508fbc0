package ai.matih.pipelines.execution;

import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A gate that opened in a run.
 *
 * @param stage what waits behind it
 * @param minimum how many different people must approve
 * @param problem why it cannot be seen whether what is waited for is there
 */
public record Gate(
    String name,
    String stage,
    int minimum,
    Instant openedAt,
    Instant deadline,
    int escalations,
    List<Given> verdicts,
    Optional<String> problem) {

  /** One person's verdict, or that of {@link Sensing#BY}. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Given(Verdict verdict, String by, Optional<String> comment, Instant at) {}

  /** Where a gate is. */
  public enum State {
    OPEN,
    APPROVED,
    REJECTED
  }

  public Gate {
    verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
  }

  /** What the verdicts so far come to. */
  public State state() {
    if (verdicts.stream().anyMatch(given -> given.verdict() == Verdict.REJECT)) {
      return State.REJECTED;
    }
    long approvals = verdicts.stream().map(Given::by).distinct().count();
    return approvals >= minimum ? State.APPROVED : State.OPEN;
  }

  Gate with(Given verdict) {
    List<Given> all = new ArrayList<>(verdicts);
    all.add(verdict);
    return new Gate(name, stage, minimum, openedAt, deadline, escalations, all, Optional.empty());
  }

  Gate escalated(Instant until) {
    return new Gate(name, stage, minimum, openedAt, until, escalations + 1, verdicts, problem);
  }

  Gate troubled(Optional<String> why) {
    return new Gate(name, stage, minimum, openedAt, deadline, escalations, verdicts, why);
  }
}
