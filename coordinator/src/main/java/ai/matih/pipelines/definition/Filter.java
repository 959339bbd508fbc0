package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps the rows for which a SQL condition is true. */
public record Filter(
    String name,
    List<String> inputs,
    String condition,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public Filter {
    inputs = Immutable.list(inputs);
  }
}
