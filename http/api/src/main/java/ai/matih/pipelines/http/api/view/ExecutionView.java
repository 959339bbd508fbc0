package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.Attempt;
import ai.matih.pipelines.execution.Awaited;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.execution.Gate;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.execution.StageRun;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.trigger.Evidence;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run, as a read by id shows it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExecutionView(
    String executionId,
    String pipelineId,
    String pipelineName,
    int revision,
    String status,
    String statusMeaning,
    Optional<String> statusReason,
    String engine,
    String priority,
    ProgressView progress,
    MetricsView metrics,
    CostView cost,
    Optional<Double> qualityScore,
    Optional<FailureView> failure,
    List<StageView> stages,
    List<GateView> gates,
    Map<String, Object> parameters,
    String rootExecutionId,
    Optional<String> resumeOf,
    String startedBy,
    Optional<IntervalView> interval,
    Optional<String> backfillId,
    Optional<TriggerView> trigger,
    Optional<SlaView> sla,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    List<String> committed) {

  /** How far it is, in steps. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record ProgressView(
      int totalTasks, int completedTasks, Optional<String> currentTask, int percentage) {}

  /** The due time that it is the run of, and the time that it covers. */
  public record IntervalView(
      Instant scheduledAt, Instant start, Instant end, int generation, boolean catchUp) {
    static IntervalView of(Interval interval) {
      return new IntervalView(
          interval.nominal(),
          interval.data().start(),
          interval.data().end(),
          interval.generation(),
          interval.catchUp());
    }
  }

  /**
   * What a trigger found, so that the run, or the one that it takes up, was started.
   *
   * @param kind of the trigger, as in a definition
   * @param key what was found has under this key one run, however often it is told
   * @param found in words
   */
  public record TriggerView(String name, String kind, String key, List<String> found) {
    static TriggerView of(RunOrigin.OfTrigger origin) {
      return new TriggerView(
          origin.trigger(),
          origin.evidence().kind(),
          origin.key(),
          switch (origin.evidence()) {
            case Evidence.Datasets datasets ->
                datasets.versions().stream()
                    .map(one -> one.dataset() + " loaded by run " + one.execution())
                    .toList();
            case Evidence.Message message ->
                List.of(
                    message.topic()
                        + ", partition "
                        + message.partition()
                        + ", offset "
                        + message.offset());
            case Evidence.Files files ->
                files.files().stream().map(Evidence.SeenFile::path).toList();
            case Evidence.Call call -> List.of("call " + call.correlation());
          });
    }
  }

  /** When it should be done, and whether it was not. */
  public record SlaView(Instant due, boolean missed) {
    static Optional<SlaView> of(Execution execution) {
      return execution
          .pinned()
          .expectations()
          .flatMap(Expectations::slaDue)
          .map(due -> new SlaView(due, execution.late()));
    }
  }

  /** What it has moved. {@code rowsProcessed} and {@code bytesProcessed} were read from sources. */
  public record MetricsView(
      long rowsProcessed,
      long bytesProcessed,
      long rowsWritten,
      long bytesWritten,
      long cpuMs,
      long elapsedMs) {}

  /**
   * {@code actual} is there once it has ended; {@code budget} if a limit was exceeded at the start.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record CostView(
      BigDecimal estimated,
      Optional<BigDecimal> actual,
      String currency,
      String basis,
      Optional<BudgetView> budget) {}

  /** Limits that the run was started beyond, and who overrode them, if anybody had to. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record BudgetView(List<BudgetCheck.Excess> exceeded, Optional<String> overriddenBy) {
    static Optional<BudgetView> of(ExecutionSpec spec) {
      return spec.budget()
          .filter(check -> !check.exceeded().isEmpty())
          .map(check -> new BudgetView(check.exceeded(), check.overriddenBy()));
    }
  }

  /** Why it did not succeed. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record FailureView(
      String failureClass,
      String code,
      String message,
      Optional<String> remedy,
      Optional<String> step,
      boolean retryable) {
    static FailureView of(Failure failure) {
      return new FailureView(
          failure.failureClass().name(),
          failure.code(),
          failure.message(),
          failure.remedy(),
          failure.step(),
          failure.retryable());
    }
  }

  /** One stage with its attempts, the last one current. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record StageView(
      String name,
      String engine,
      String instance,
      Optional<Instant> retryAt,
      List<AttemptView> attempts) {}

  /** One attempt. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record AttemptView(
      String attemptId,
      int number,
      String state,
      String stateMeaning,
      Optional<String> externalId,
      Optional<String> url,
      Optional<String> doubt,
      Instant intendedAt,
      Optional<Instant> acceptedAt,
      Optional<Instant> endedAt,
      Optional<FailureView> failure) {
    static AttemptView of(Attempt attempt) {
      return new AttemptView(
          attempt.id().toString(),
          attempt.id().number(),
          attempt.state().name(),
          attempt.state().sentence(),
          attempt.external().map(Attempt.External::id),
          attempt.external().flatMap(Attempt.External::url),
          attempt.doubt(),
          attempt.intendedAt(),
          attempt.acceptedAt(),
          attempt.endedAt(),
          attempt.failure().map(FailureView::of));
    }
  }

  /**
   * A gate that has opened.
   *
   * @param waitsFor the data that passes it, at a gate of data
   * @param nextLook when it is looked for next
   * @param problem why that cannot be seen
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record GateView(
      String name,
      String stage,
      String state,
      int minimum,
      Instant openedAt,
      Instant deadline,
      List<VerdictView> verdicts,
      Optional<String> waitsFor,
      Optional<Instant> nextLook,
      Optional<String> problem) {
    static GateView of(Gate gate, ExecutionSpec spec, Optional<Instant> nextLook) {
      return new GateView(
          gate.name(),
          gate.stage(),
          gate.state().name(),
          gate.minimum(),
          gate.openedAt(),
          gate.deadline(),
          gate.verdicts().stream().map(VerdictView::of).toList(),
          Awaited.at(gate, spec),
          nextLook,
          gate.problem());
    }

    /** What is waited for here, in words. */
    Optional<String> waiting() {
      return waitsFor.map(
          what ->
              name
                  + " waits for "
                  + what
                  + " since "
                  + openedAt.truncatedTo(ChronoUnit.SECONDS)
                  + ", until "
                  + deadline.truncatedTo(ChronoUnit.SECONDS)
                  + problem.map(why -> " !! " + why).orElse(""));
    }
  }

  /** One person's verdict. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record VerdictView(String verdict, String by, Optional<String> comment, Instant at) {
    static VerdictView of(Gate.Given given) {
      return new VerdictView(given.verdict().name(), given.by(), given.comment(), given.at());
    }
  }

  /** The run's state at {@code now}. */
  public static ExecutionView of(Execution execution, Instant now) {
    return of(execution, now, Map.of());
  }

  /** The same with when its gates look next, by their names. */
  public static ExecutionView of(Execution execution, Instant now, Map<String, Instant> nextLooks) {
    ExecutionSpec spec = execution.pinned();
    Estimate estimate = spec.plan().estimate();
    return new ExecutionView(
        spec.id().value(),
        spec.pipeline().value(),
        spec.plan().pipelineName(),
        spec.revision(),
        execution.status().name(),
        execution.status().sentence(),
        reason(execution),
        spec.plan().engine().chosen().wireName(),
        spec.priority().name(),
        progress(execution),
        metrics(execution, now),
        new CostView(
            estimate.cost(),
            execution.end().map(Execution.End::cost),
            estimate.currency(),
            estimate.basis().name(),
            BudgetView.of(spec)),
        execution.qualityScore(),
        failure(execution),
        execution.stages().values().stream().map(stage -> stage(stage, spec)).toList(),
        execution.gates().values().stream()
            .map(gate -> GateView.of(gate, spec, Optional.ofNullable(nextLooks.get(gate.name()))))
            .toList(),
        spec.parameters(),
        spec.root().value(),
        spec.resumeOf().map(ExecutionId::value),
        spec.startedBy(),
        spec.interval().map(IntervalView::of),
        backfill(spec),
        spec.origin()
            .flatMap(
                origin ->
                    switch (origin) {
                      case RunOrigin.OfTrigger of -> Optional.of(TriggerView.of(of));
                      case RunOrigin.OfBackfill ignored -> Optional.<TriggerView>empty();
                    }),
        SlaView.of(execution),
        spec.submittedAt(),
        execution.startedAt(),
        execution.end().map(Execution.End::at),
        execution.committed().stream().map(Object::toString).toList());
  }

  /** How far {@code execution} is. */
  public static ProgressView progress(Execution execution) {
    var progress = execution.progress();
    return new ProgressView(
        progress.totalTasks(),
        progress.completedTasks(),
        progress.currentTask(),
        progress.percentage());
  }

  private static Optional<String> backfill(ExecutionSpec spec) {
    return spec.origin()
        .flatMap(
            origin ->
                switch (origin) {
                  case RunOrigin.OfBackfill of -> Optional.of(of.backfill().value());
                  case RunOrigin.OfTrigger ignored -> Optional.<String>empty();
                });
  }

  private static MetricsView metrics(Execution execution, Instant now) {
    var metrics = execution.metrics();
    Duration elapsed =
        execution
            .startedAt()
            .map(from -> Duration.between(from, execution.end().map(Execution.End::at).orElse(now)))
            .orElse(Duration.ZERO);
    return new MetricsView(
        metrics.rowsRead(),
        metrics.bytesRead(),
        metrics.rowsWritten(),
        metrics.bytesWritten(),
        metrics.cpuMillis(),
        Math.max(0, elapsed.toMillis()));
  }

  private static Optional<FailureView> failure(Execution execution) {
    return execution
        .end()
        .flatMap(Execution.End::failure)
        .or(() -> execution.stop().flatMap(Execution.Stop::failure))
        .map(FailureView::of);
  }

  private static Optional<String> reason(Execution execution) {
    return execution
        .stop()
        .map(Execution.Stop::reason)
        .or(() -> execution.attempts().stream().flatMap(one -> one.doubt().stream()).findFirst())
        .or(() -> awaited(execution));
  }

  /** The data that it waits for, if nothing else goes on. */
  private static Optional<String> awaited(Execution execution) {
    return execution.status() != ExecutionStatus.QUEUED
        ? Optional.empty()
        : execution.gates().values().stream()
            .filter(gate -> gate.state() == Gate.State.OPEN)
            .flatMap(
                gate -> GateView.of(gate, execution.pinned(), Optional.empty()).waiting().stream())
            .reduce((one, other) -> one + "; " + other);
  }

  private static StageView stage(StageRun run, ExecutionSpec spec) {
    Optional<Stage> planned =
        spec.plan().stages().stream().filter(one -> one.name().equals(run.name())).findFirst();
    return new StageView(
        run.name(),
        planned.map(Stage::engine).map(EngineKind::wireName).orElse(""),
        planned.map(Stage::instance).orElse(""),
        run.retryAt(),
        run.attempts().stream().map(AttemptView::of).toList());
  }

  /** A run in a list. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Row(
      String executionId,
      String pipelineId,
      String pipelineName,
      int revision,
      String status,
      String engine,
      long rowsProcessed,
      long bytesProcessed,
      BigDecimal cost,
      String currency,
      Instant submittedAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {

    /** From the read model. */
    public static Row of(Lists.ExecutionRow row) {
      return new Row(
          row.id().value(),
          row.pipeline().value(),
          row.pipelineName(),
          row.revision(),
          row.status().name(),
          row.engine(),
          row.rows(),
          row.bytes(),
          row.cost(),
          row.currency(),
          row.submittedAt(),
          row.startedAt(),
          row.endedAt());
    }
  }
}
