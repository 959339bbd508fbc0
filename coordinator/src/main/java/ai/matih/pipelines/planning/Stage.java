package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Steps that one engine instance runs as one job. Stages are cut where the engine changes and where
 * a run may have to wait for a verdict, so that no engine ever waits for a person: the gate stands
 * before the stage, and the execution entity owns it.
 *
 * @param name unique in the plan, {@code [a-z0-9-]{1,40}}, e.g. {@code s1}
 * @param instance the engine instance's name
 * @param after stages that must have succeeded first
 * @param gate what must be approved before this stage may start
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Stage(
    String name,
    EngineKind engine,
    String instance,
    List<String> after,
    Optional<GateRule> gate,
    List<Step> steps) {

  public Stage {
    after = after == null ? List.of() : List.copyOf(after);
    gate = gate == null ? Optional.empty() : gate;
    steps = steps == null ? List.of() : List.copyOf(steps);
  }
}
