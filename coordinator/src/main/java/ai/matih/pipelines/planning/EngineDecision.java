package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import java.util.List;

/** Which engine runs the plan and why each other one does not (design section 5). */
public record EngineDecision(EngineKind chosen, String instance, List<Candidate> candidates) {

  public EngineDecision {
    candidates = List.copyOf(candidates);
  }

  /** One engine's case: kept or rejected, with a reason that a person reads. */
  public record Candidate(EngineKind engine, boolean kept, String reason) {}
}
