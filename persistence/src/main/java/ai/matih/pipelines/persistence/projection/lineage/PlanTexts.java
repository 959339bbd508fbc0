package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The parts of lineage events that follow from a plan alone, as JSON, so that they are made once
 * and not with each event. Made by openlineage-java: names, order and schema addresses are its own.
 */
final class PlanTexts {

  private static final UUID PLACE = new UUID(0, 0);

  private final String engine;
  private final String parentBefore;
  private final String parentAfter;
  private final String job;
  private final Map<String, StepTexts> steps = new HashMap<>();

  private record StepTexts(Step step, String job) {}

  PlanTexts(OpenLineage lineage, Execution run) {
    this.engine = OpenLineageClientUtils.toJson(engine(lineage, run));
    var parent = OpenLineageClientUtils.toJson(parent(lineage, run));
    int place = parent.indexOf(PLACE.toString());
    this.parentBefore = parent.substring(0, place);
    this.parentAfter = parent.substring(place + PLACE.toString().length());
    this.job =
        OpenLineageClientUtils.toJson(
            lineage.newJob(
                LineageNames.namespace(run),
                LineageNames.job(run),
                lineage.newJobFacetsBuilder().jobType(jobType(lineage, "PIPELINE")).build()));
    for (var step : run.plan().steps()) {
      steps.put(step.name(), new StepTexts(step, stepJob(lineage, run, step)));
    }
  }

  /** The facet {@code processing_engine} of every run. */
  String engine() {
    return engine;
  }

  /** The job of the whole run. */
  String job() {
    return job;
  }

  /** The job of one step. */
  String job(String step) {
    return steps.get(step).job();
  }

  Step step(String step) {
    return steps.get(step).step();
  }

  /** Appends the facet {@code parent} of the steps of a run. */
  void parent(StringBuilder text, UUID run) {
    text.append(parentBefore).append(run).append(parentAfter);
  }

  private static String stepJob(OpenLineage lineage, Execution run, Step step) {
    var facets = lineage.newJobFacetsBuilder().jobType(jobType(lineage, "STEP"));
    if (step.work() instanceof StepWork.Transform transform
        && transform.transformation() instanceof SqlTransform text) {
      facets.sql(lineage.newSQLJobFacet(text.sql(), "duckdb"));
    }
    return OpenLineageClientUtils.toJson(
        lineage.newJob(
            LineageNames.namespace(run), LineageNames.job(run, step.name()), facets.build()));
  }

  private static OpenLineage.ParentRunFacet parent(OpenLineage lineage, Execution run) {
    return lineage
        .newParentRunFacetBuilder()
        .run(lineage.newParentRunFacetRunBuilder().runId(PLACE).build())
        .job(
            lineage
                .newParentRunFacetJobBuilder()
                .namespace(LineageNames.namespace(run))
                .name(LineageNames.job(run))
                .build())
        .build();
  }

  private static OpenLineage.JobTypeJobFacet jobType(OpenLineage lineage, String type) {
    return lineage
        .newJobTypeJobFacetBuilder()
        .processingType("BATCH")
        .integration("MATIH")
        .jobType(type)
        .build();
  }

  private static OpenLineage.ProcessingEngineRunFacet engine(OpenLineage lineage, Execution run) {
    return lineage
        .newProcessingEngineRunFacetBuilder()
        .name(run.plan().engine().chosen().wireName())
        .version("unknown")
        .build();
  }
}
