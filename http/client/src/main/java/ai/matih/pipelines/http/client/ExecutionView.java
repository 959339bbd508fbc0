package ai.matih.pipelines.http.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run, as a read by id shows it. */
public record ExecutionView(
    String executionId,
    String pipelineId,
    String pipelineName,
    int revision,
    String status,
    Optional<String> statusMeaning,
    Optional<String> statusReason,
    String engine,
    String priority,
    Progress progress,
    Metrics metrics,
    Cost cost,
    Optional<Double> qualityScore,
    Optional<FailureView> failure,
    List<Stage> stages,
    List<Gate> gates,
    Map<String, Object> parameters,
    String rootExecutionId,
    Optional<String> resumeOf,
    String startedBy,
    Optional<Interval> interval,
    Optional<Trigger> trigger,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    List<String> committed) {

  public ExecutionView {
    stages = stages == null ? List.of() : List.copyOf(stages);
    gates = gates == null ? List.of() : List.copyOf(gates);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    committed = committed == null ? List.of() : List.copyOf(committed);
  }

  /** Whether the status is one of the ends, which are final. */
  public boolean ended() {
    return endedAt.isPresent();
  }

  /** How many attempts the run took so far, of the stage that took most. */
  public int attempts() {
    return stages.stream().mapToInt(stage -> stage.attempts().size()).max().orElse(0);
  }

  /** The due time that it is the run of, and the time that it covers. */
  public record Interval(
      Instant scheduledAt, Instant start, Instant end, int generation, boolean catchUp) {}

  /** The trigger that it, or the run that it takes up, was started by, and what that found. */
  public record Trigger(String name, String kind, String key, List<String> found) {
    public Trigger {
      found = found == null ? List.of() : List.copyOf(found);
    }
  }

  /** How far it is, in steps. */
  public record Progress(
      int totalTasks, int completedTasks, Optional<String> currentTask, int percentage) {}

  /** What it has moved; {@code rowsProcessed} and {@code bytesProcessed} were read from sources. */
  public record Metrics(
      long rowsProcessed,
      long bytesProcessed,
      long rowsWritten,
      long bytesWritten,
      long cpuMs,
      long elapsedMs) {}

  /**
   * What it costs.
   *
   * @param actual there once it has ended
   * @param basis what the estimate rests on
   * @param budget there if the run was started beyond a limit
   */
  public record Cost(
      BigDecimal estimated,
      Optional<BigDecimal> actual,
      String currency,
      String basis,
      Optional<Budget> budget) {}

  /** Limits that the run was started beyond. */
  public record Budget(List<Excess> exceeded, Optional<String> overriddenBy) {
    public Budget {
      exceeded = exceeded == null ? List.of() : List.copyOf(exceeded);
    }
  }

  /** A limit, what the figure comes to with the run, and what it may be. */
  public record Excess(String limit, BigDecimal figure, BigDecimal most) {}

  /** One stage with its attempts, the last one current. */
  public record Stage(
      String name,
      String engine,
      String instance,
      Optional<Instant> retryAt,
      List<Attempt> attempts) {
    public Stage {
      attempts = attempts == null ? List.of() : List.copyOf(attempts);
    }
  }

  /** One submission of a stage. */
  public record Attempt(
      String attemptId,
      int number,
      String state,
      Optional<String> stateMeaning,
      Optional<String> externalId,
      Optional<String> url,
      Optional<String> doubt,
      Optional<FailureView> failure) {}

  /** A gate that has opened. */
  public record Gate(
      String name,
      String stage,
      String state,
      int minimum,
      Instant openedAt,
      Instant deadline,
      List<Verdict> verdicts,
      Optional<String> waitsFor,
      Optional<Instant> nextLook,
      Optional<String> problem) {
    public Gate {
      waitsFor = waitsFor == null ? Optional.empty() : waitsFor;
      nextLook = nextLook == null ? Optional.empty() : nextLook;
      problem = problem == null ? Optional.empty() : problem;
      verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
    }
  }

  /** One person's verdict. */
  public record Verdict(String verdict, String by, Optional<String> comment, Instant at) {}
}
