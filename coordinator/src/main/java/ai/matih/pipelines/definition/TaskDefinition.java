package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A task of the second shape, the task graph.
 *
 * @param when a condition without which the task is skipped
 * @param forEach the parameter or task whose values the task runs over
 * @param compensate the task that undoes this one when the run fails later
 */
public record TaskDefinition(
    String id,
    List<String> dependsOn,
    TaskWork work,
    Optional<String> when,
    TriggerRule triggerRule,
    Optional<String> forEach,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout,
    Optional<String> compensate) {
  public TaskDefinition {
    dependsOn = Immutable.list(dependsOn);
  }
}
