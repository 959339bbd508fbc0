package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.quality.QualityResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a run.
 *
 * @param verb what it does: {@code extract}, {@code transform}, {@code check}, {@code load}, ...
 * @param commit the commit key of a load
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StepView(
    String name,
    String verb,
    String stage,
    String status,
    List<String> after,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Long> durationMs,
    long rowsIn,
    long rowsOut,
    long bytesIn,
    long bytesOut,
    Optional<QualityResult> quality,
    Optional<DatasetVersion> output,
    Optional<String> commit,
    Optional<ExecutionView.FailureView> failure) {

  /** All steps of a run, in the order of its plan. */
  public static List<StepView> of(Execution execution) {
    return execution.plan().steps().stream()
        .filter(step -> execution.steps().containsKey(step.name()))
        .map(step -> of(step, execution.steps().get(step.name())))
        .toList();
  }

  private static StepView of(Step step, StepRun run) {
    Optional<StepResult> result = run.result();
    return new StepView(
        run.name(),
        step.work().verb(),
        run.stage(),
        run.state().name(),
        step.after(),
        run.startedAt(),
        run.endedAt(),
        run.took().map(Duration::toMillis),
        result.map(StepResult::rowsIn).orElse(run.rows()),
        result.map(StepResult::rowsOut).orElse(0L),
        result.map(StepResult::bytesIn).orElse(run.bytes()),
        result.map(StepResult::bytesOut).orElse(0L),
        result.flatMap(StepResult::quality),
        result.flatMap(StepResult::output),
        result.flatMap(StepResult::commit).map(Object::toString),
        run.failure().map(ExecutionView.FailureView::of));
  }
}
