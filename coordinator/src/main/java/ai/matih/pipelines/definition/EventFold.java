package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Folds the events of each key into a state.
 *
 * @param foldFunction the documented subset of Python: parsed, never executed
 */
public record EventFold(
    String name,
    List<String> inputs,
    String keyField,
    Optional<String> stateType,
    String foldFunction,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public EventFold {
    inputs = Immutable.list(inputs);
  }
}
