package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one row for each combination of keys.
 *
 * @param orderBy the column that says which row is first; absent: any one stays
 */
public record Deduplicate(
    String name,
    List<String> inputs,
    List<String> keys,
    Optional<String> orderBy,
    Keep keep,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public Deduplicate {
    inputs = Immutable.list(inputs);
    keys = Immutable.list(keys);
  }
}
