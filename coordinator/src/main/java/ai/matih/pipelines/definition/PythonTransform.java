package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Python program on an engine that runs one.
 *
 * @param script the program file
 */
public record PythonTransform(
    String name,
    List<String> inputs,
    String script,
    List<String> arguments,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public PythonTransform {
    inputs = Immutable.list(inputs);
    arguments = Immutable.list(arguments);
  }
}
