package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.RetryPolicy;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A revision made executable: a DAG of stages, each a DAG of steps (design section 2).
 *
 * @param blockers what is missing before it can run; empty means executable
 * @param warnings what a person should know, as sentences
 * @param connections names of every connection that the plan reads or writes
 * @param retryPolicy for steps that have none
 * @param timeout of a whole run
 * @param maxConcurrent runs of this pipeline at once
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plan(
    String pipelineName,
    List<Stage> stages,
    EngineDecision engine,
    Estimate estimate,
    List<Blocker> blockers,
    List<String> warnings,
    List<String> connections,
    RetryPolicy retryPolicy,
    Optional<Duration> timeout,
    int maxConcurrent) {

  public Plan {
    stages = stages == null ? List.of() : List.copyOf(stages);
    blockers = blockers == null ? List.of() : List.copyOf(blockers);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
    connections = connections == null ? List.of() : List.copyOf(connections);
    timeout = timeout == null ? Optional.empty() : timeout;
  }

  /** True if a run can start. */
  public boolean executable() {
    return blockers.isEmpty();
  }

  /** The same plan, held up by these too. */
  public Plan blockedBy(List<Blocker> more) {
    List<Blocker> all = new ArrayList<>(blockers);
    all.addAll(more);
    return new Plan(
        pipelineName,
        stages,
        engine,
        estimate,
        all,
        warnings,
        connections,
        retryPolicy,
        timeout,
        maxConcurrent);
  }

  /** All steps, in the order of stages. */
  public List<Step> steps() {
    return stages.stream().flatMap(stage -> stage.steps().stream()).toList();
  }

  /**
   * Something that is not there yet.
   *
   * @param subject what, e.g. {@code connection SALES_DB_CONNECTION}
   * @param remedy the next step, e.g. a command
   */
  public record Blocker(String code, String subject, String message, String remedy) {}
}
