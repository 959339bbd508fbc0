package ai.matih.pipelines.http.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A definition made executable, as of now.
 *
 * @param blockers what is missing before it can run
 * @param problems warnings of the check; a definition with errors is not planned
 * @param live what is in force under this name
 * @param diff what applying it would change; empty without anything to compare with
 */
public record PlanView(
    String name,
    String hash,
    boolean executable,
    Engine engine,
    Estimate estimate,
    List<Stage> stages,
    List<BlockerView> blockers,
    List<String> warnings,
    List<ProblemView> problems,
    List<String> connections,
    Optional<Live> live,
    List<Change> diff) {

  public PlanView {
    stages = stages == null ? List.of() : List.copyOf(stages);
    blockers = blockers == null ? List.of() : List.copyOf(blockers);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
    problems = problems == null ? List.of() : List.copyOf(problems);
    connections = connections == null ? List.of() : List.copyOf(connections);
    diff = diff == null ? List.of() : List.copyOf(diff);
  }

  /** How many steps all stages have together. */
  public int stepCount() {
    return stages.stream().mapToInt(stage -> stage.steps().size()).sum();
  }

  /** The engine that runs it, and every one that was considered. */
  public record Engine(String chosen, String instance, List<Candidate> candidates) {
    public Engine {
      candidates = candidates == null ? List.of() : List.copyOf(candidates);
    }
  }

  /** One engine's case. */
  public record Candidate(String engine, boolean kept, String reason) {}

  /**
   * What a run is expected to read, take and cost; empty where nothing is known.
   *
   * @param basis {@code EARLIER_RUNS}, {@code SOURCE_STATISTICS}, {@code FILE_STATISTICS} or {@code
   *     UNKNOWN}
   */
  public record Estimate(
      String basis,
      OptionalLong rows,
      OptionalLong bytes,
      long durationMs,
      BigDecimal cost,
      String currency) {}

  /** Steps that one engine instance runs as one job. */
  public record Stage(
      String name,
      String engine,
      String instance,
      List<String> after,
      List<String> gates,
      List<Step> steps) {
    public Stage {
      gates = gates == null ? List.of() : List.copyOf(gates);
      after = after == null ? List.of() : List.copyOf(after);
      steps = steps == null ? List.of() : List.copyOf(steps);
    }
  }

  /** One step; {@code inputs} are the steps whose output it reads. */
  public record Step(String name, String verb, List<String> after, List<String> inputs) {
    public Step {
      after = after == null ? List.of() : List.copyOf(after);
      inputs = inputs == null ? List.of() : List.copyOf(inputs);
    }
  }

  /** The pipeline that this definition would change; {@code same} if it would not. */
  public record Live(
      String pipelineId, String status, int revision, String hash, int running, boolean same) {}

  /** One semantic difference to the live revision, and what it touches. */
  public record Change(
      String kind, String path, Optional<String> before, Optional<String> after, String effect) {}
}
