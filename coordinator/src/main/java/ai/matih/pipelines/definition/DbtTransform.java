package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dbt build.
 *
 * @param project the dbt project folder
 * @param select the selection to build; empty: all
 */
public record DbtTransform(
    String name,
    List<String> inputs,
    String project,
    List<String> select,
    Optional<String> target,
    Map<String, String> vars,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public DbtTransform {
    inputs = Immutable.list(inputs);
    select = Immutable.list(select);
    vars = Immutable.map(vars);
  }
}
