package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One SQL statement over its inputs, written {@code {{ input }}} (the only one) or {@code {{ name
 * }}}.
 *
 * @param sql the statement, taken in from {@code sqlFile} if that was given
 * @param sqlFile where the statement was taken from, relative to the definition
 */
public record SqlTransform(
    String name,
    List<String> inputs,
    String sql,
    Optional<String> sqlFile,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public SqlTransform {
    inputs = Immutable.list(inputs);
  }
}
