package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Map;

/**
 * A pipeline as its author means it: checked, with defaults filled in and short forms written out.
 * Has either sources and sinks, or tasks.
 *
 * @param sources in the order of the text
 * @param transformations in the order of the text, which is also a valid order of execution
 */
public record PipelineDefinition(
    Metadata metadata,
    Map<String, Parameter> parameters,
    Map<String, Source> sources,
    List<Transformation> transformations,
    List<QualityCheck> qualityChecks,
    Map<String, Sink> sinks,
    List<TaskDefinition> tasks,
    Orchestration orchestration) {
  public PipelineDefinition {
    parameters = Immutable.map(parameters);
    sources = Immutable.map(sources);
    transformations = Immutable.list(transformations);
    qualityChecks = Immutable.list(qualityChecks);
    sinks = Immutable.map(sinks);
    tasks = Immutable.list(tasks);
  }
}
