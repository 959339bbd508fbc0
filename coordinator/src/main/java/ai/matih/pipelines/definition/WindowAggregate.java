package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Aggregates rows by time window and group.
 *
 * @param aggregates result column to SQL aggregate expression
 */
public record WindowAggregate(
    String name,
    List<String> inputs,
    String timeColumn,
    Window window,
    List<String> groupBy,
    Map<String, String> aggregates,
    Duration allowedLateness,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public WindowAggregate {
    inputs = Immutable.list(inputs);
    groupBy = Immutable.list(groupBy);
    aggregates = Immutable.map(aggregates);
  }
}
