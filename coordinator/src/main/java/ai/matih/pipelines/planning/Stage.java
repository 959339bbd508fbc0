package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Steps that one engine instance runs as one job. Stages are cut where the engine changes and where
 * a run may have to wait for a verdict, so that no engine ever waits for a person: the gate stands
 * before the stage, and the execution entity owns it.
 *
 * @param name unique in the plan, {@code [a-z0-9-]{1,40}}, e.g. {@code s1}
 * @param instance the engine instance's name
 * @param after stages that must have succeeded first
 * @param gate what must be approved before this stage may start
 * @param furtherGates what must be approved as well; the journal of a plan with one gate has none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Stage(
    String name,
    EngineKind engine,
    String instance,
    List<String> after,
    Optional<GateRule> gate,
    List<GateRule> furtherGates,
    List<Step> steps) {

  public Stage {
    after = after == null ? List.of() : List.copyOf(after);
    gate = gate == null ? Optional.empty() : gate;
    furtherGates = furtherGates == null ? List.of() : List.copyOf(furtherGates);
    steps = steps == null ? List.of() : List.copyOf(steps);
  }

  /** A stage that starts when all of {@code gates} have been passed. */
  public Stage(
      String name,
      EngineKind engine,
      String instance,
      List<String> after,
      List<GateRule> gates,
      List<Step> steps) {
    this(
        name,
        engine,
        instance,
        after,
        gates.stream().findFirst(),
        gates.stream().skip(1).toList(),
        steps);
  }

  /** Every gate before this stage: it starts when all of them have been passed. */
  public List<GateRule> gates() {
    return Stream.concat(gate.stream(), furtherGates.stream()).toList();
  }
}
