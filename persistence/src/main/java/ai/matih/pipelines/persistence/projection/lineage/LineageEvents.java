package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.planning.StepWork;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The OpenLineage events that a change of a run's state gives: START of the run and of each step,
 * then COMPLETE, FAIL or ABORT of each. They follow from the two states alone, so whatever the
 * engine reported or left out, every start has one end. Thread-safe.
 */
public final class LineageEvents {

  private static final URI PRODUCER = URI.create("https://matih.ai/pipelines");

  private final OpenLineage lineage = new OpenLineage(PRODUCER);
  private final LineageDatasets datasets = new LineageDatasets(lineage);

  /** The events of one change, in order; {@code at} is when it was journaled. */
  public List<RunEvent> of(Execution before, Execution after, Instant at) {
    var events = new ArrayList<RunEvent>();
    if (after.spec().isEmpty()) {
      return events;
    }
    if (before.spec().isEmpty()) {
      events.add(run(after, EventType.START, at));
    }
    for (var step : after.steps().values()) {
      var earlier = Optional.ofNullable(before.steps().get(step.name())).map(StepRun::state);
      events.addAll(steps(after, step, earlier.orElse(StepRun.State.PENDING), at));
    }
    if (before.end().isEmpty() && after.end().isPresent()) {
      events.add(run(after, end(after), at));
    }
    return events;
  }

  private List<RunEvent> steps(Execution run, StepRun step, StepRun.State before, Instant at) {
    if (before == step.state()) {
      return List.of();
    }
    var began = step.startedAt().orElse(at);
    var ended = step.endedAt().orElse(at);
    boolean unannounced = before != StepRun.State.RUNNING;
    return switch (step.state()) {
      case RUNNING -> List.of(step(run, step, EventType.START, began));
      case SUCCEEDED ->
          startedAnd(run, step, unannounced, began, step(run, step, EventType.COMPLETE, ended));
      case FAILED ->
          startedAnd(run, step, unannounced, began, step(run, step, EventType.FAIL, ended));
      case CANCELLED ->
          startedAnd(run, step, unannounced, began, step(run, step, EventType.ABORT, ended));
      case PENDING, REUSED, SKIPPED -> List.of();
    };
  }

  private List<RunEvent> startedAnd(
      Execution run, StepRun step, boolean unannounced, Instant began, RunEvent end) {
    return unannounced ? List.of(step(run, step, EventType.START, began), end) : List.of(end);
  }

  private static EventType end(Execution run) {
    return switch (run.status()) {
      case SUCCEEDED -> EventType.COMPLETE;
      case FAILED, TIMED_OUT -> EventType.FAIL;
      case CANCELLED, SKIPPED -> EventType.ABORT;
      case QUEUED, DISPATCHED, RUNNING, AWAITING_APPROVAL, RETRYING, RECONCILING, CANCELLING ->
          throw new IllegalStateException("a run that has ended is " + run.status());
    };
  }

  private RunEvent run(Execution run, EventType type, Instant at) {
    var facets = lineage.newRunFacetsBuilder().processing_engine(engine(run));
    run.end().flatMap(Execution.End::failure).ifPresent(why -> facets.errorMessage(error(why)));
    return lineage
        .newRunEventBuilder()
        .eventTime(at.atZone(ZoneOffset.UTC))
        .eventType(type)
        .run(lineage.newRun(LineageNames.run(run), facets.build()))
        .job(
            lineage.newJob(
                LineageNames.namespace(run),
                LineageNames.job(run),
                lineage.newJobFacetsBuilder().jobType(jobType("PIPELINE")).build()))
        .inputs(datasets.inputs(run))
        .outputs(datasets.outputs(run))
        .build();
  }

  private RunEvent step(Execution run, StepRun step, EventType type, Instant at) {
    var facets = lineage.newRunFacetsBuilder().processing_engine(engine(run)).parent(parent(run));
    step.failure().ifPresent(why -> facets.errorMessage(error(why)));
    var job = lineage.newJobFacetsBuilder().jobType(jobType("STEP"));
    sql(run, step).ifPresent(text -> job.sql(lineage.newSQLJobFacet(text, "duckdb")));
    return lineage
        .newRunEventBuilder()
        .eventTime(at.atZone(ZoneOffset.UTC))
        .eventType(type)
        .run(lineage.newRun(LineageNames.run(run, step), facets.build()))
        .job(
            lineage.newJob(
                LineageNames.namespace(run), LineageNames.job(run, step.name()), job.build()))
        .inputs(datasets.inputs(run, step))
        .outputs(type == EventType.COMPLETE ? datasets.outputs(step) : List.of())
        .build();
  }

  private OpenLineage.ParentRunFacet parent(Execution run) {
    return lineage
        .newParentRunFacetBuilder()
        .run(lineage.newParentRunFacetRunBuilder().runId(LineageNames.run(run)).build())
        .job(
            lineage
                .newParentRunFacetJobBuilder()
                .namespace(LineageNames.namespace(run))
                .name(LineageNames.job(run))
                .build())
        .build();
  }

  private OpenLineage.JobTypeJobFacet jobType(String type) {
    return lineage
        .newJobTypeJobFacetBuilder()
        .processingType("BATCH")
        .integration("MATIH")
        .jobType(type)
        .build();
  }

  private OpenLineage.ProcessingEngineRunFacet engine(Execution run) {
    return lineage
        .newProcessingEngineRunFacetBuilder()
        .name(run.plan().engine().chosen().wireName())
        .version("unknown")
        .build();
  }

  private OpenLineage.ErrorMessageRunFacet error(Failure failure) {
    return lineage
        .newErrorMessageRunFacetBuilder()
        .message(failure.code() + ": " + failure.message())
        .programmingLanguage("SQL")
        .build();
  }

  private static Optional<String> sql(Execution run, StepRun step) {
    return run.plan().steps().stream()
        .filter(planned -> planned.name().equals(step.name()))
        .findFirst()
        .flatMap(
            planned ->
                planned.work() instanceof StepWork.Transform transform
                        && transform.transformation() instanceof SqlTransform text
                    ? Optional.of(text.sql())
                    : Optional.empty());
  }
}
