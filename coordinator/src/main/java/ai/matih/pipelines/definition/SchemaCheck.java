package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets its input through if it has the expected columns, else fails the run. */
public record SchemaCheck(
    String name,
    List<String> inputs,
    List<String> expectedColumns,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public SchemaCheck {
    inputs = Immutable.list(inputs);
    expectedColumns = Immutable.list(expectedColumns);
  }
}
