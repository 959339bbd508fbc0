package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.quality.QualityResult;
import io.openlineage.client.OpenLineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Datasets of steps and runs with their facets: schema, statistics, quality. */
final class LineageDatasets {

  private final OpenLineage lineage;

  LineageDatasets(OpenLineage lineage) {
    this.lineage = lineage;
  }

  /** What a step reads: outputs of earlier steps, and sources once the step has ended. */
  List<OpenLineage.InputDataset> inputs(Execution run, StepRun step, Step planned) {
    var upstream =
        planned.inputs().stream()
            .map(Step.Input::step)
            .distinct()
            .flatMap(earlier -> Optional.ofNullable(run.steps().get(earlier)).stream())
            .flatMap(earlier -> earlier.result().flatMap(StepResult::output).stream());
    var sources = step.result().stream().flatMap(result -> result.inputs().stream());
    var quality = step.result().flatMap(StepResult::quality);
    return Stream.concat(upstream, sources).map(read -> input(read, quality)).toList();
  }

  /** What a step left, once it has ended. */
  List<OpenLineage.OutputDataset> outputs(StepRun step) {
    return step.result().stream()
        .flatMap(result -> result.output().map(output -> output(output, result)).stream())
        .toList();
  }

  /** What the run has read from outside so far, each dataset once. */
  List<OpenLineage.InputDataset> inputs(Execution run) {
    var inputs = new LinkedHashMap<String, OpenLineage.InputDataset>();
    for (var step : run.steps().values()) {
      step.result().stream()
          .flatMap(result -> result.inputs().stream())
          .forEach(read -> inputs.put(key(read), input(read, Optional.empty())));
    }
    return new ArrayList<>(inputs.values());
  }

  /** What the run has left outside so far: the targets of its loads. */
  List<OpenLineage.OutputDataset> outputs(Execution run) {
    var outputs = new LinkedHashMap<String, OpenLineage.OutputDataset>();
    for (var step : run.steps().values()) {
      step.result()
          .filter(result -> result.commit().isPresent())
          .ifPresent(
              result ->
                  result
                      .output()
                      .ifPresent(output -> outputs.put(key(output), output(output, result))));
    }
    return new ArrayList<>(outputs.values());
  }

  private static String key(DatasetVersion dataset) {
    return dataset.namespace() + "\u0000" + dataset.name();
  }

  private OpenLineage.InputDataset input(DatasetVersion dataset, Optional<QualityResult> quality) {
    var facets = lineage.newInputDatasetInputFacetsBuilder();
    quality.ifPresent(result -> facets.dataQualityAssertions(assertions(result)));
    return lineage
        .newInputDatasetBuilder()
        .namespace(dataset.namespace())
        .name(dataset.name())
        .facets(facets(dataset))
        .inputFacets(facets.build())
        .build();
  }

  private OpenLineage.OutputDataset output(DatasetVersion dataset, StepResult result) {
    var statistics =
        lineage
            .newOutputStatisticsOutputDatasetFacetBuilder()
            .rowCount(result.rowsOut())
            .size(result.bytesOut())
            .build();
    return lineage
        .newOutputDatasetBuilder()
        .namespace(dataset.namespace())
        .name(dataset.name())
        .facets(facets(dataset))
        .outputFacets(
            lineage.newOutputDatasetOutputFacetsBuilder().outputStatistics(statistics).build())
        .build();
  }

  private OpenLineage.DatasetFacets facets(DatasetVersion dataset) {
    var facets = lineage.newDatasetFacetsBuilder();
    if (!dataset.schema().isEmpty()) {
      facets.schema(
          lineage.newSchemaDatasetFacet(
              dataset.schema().stream()
                  .map(
                      column ->
                          lineage
                              .newSchemaDatasetFacetFieldsBuilder()
                              .name(column.name())
                              .type(column.type())
                              .build())
                  .toList()));
    }
    dataset
        .fingerprint()
        .ifPresent(version -> facets.version(lineage.newDatasetVersionDatasetFacet(version)));
    return facets.build();
  }

  private OpenLineage.DataQualityAssertionsDatasetFacet assertions(QualityResult result) {
    return lineage.newDataQualityAssertionsDatasetFacet(
        List.of(
            lineage
                .newDataQualityAssertionsDatasetFacetAssertionsBuilder()
                .assertion(result.check())
                .success(result.passed())
                .expected("at most " + result.limit() + " failing")
                .actual(result.failing() + " of " + result.checked() + " rows failing")
                .build()));
  }
}
