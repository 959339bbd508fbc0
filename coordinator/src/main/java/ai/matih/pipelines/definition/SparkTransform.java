package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Spark SQL statement, or a packaged Spark application. Exactly one of {@code sql} and {@code
 * application} is given.
 */
public record SparkTransform(
    String name,
    List<String> inputs,
    Optional<String> sql,
    Optional<String> sqlFile,
    Optional<String> application,
    Optional<String> mainClass,
    List<String> arguments,
    Map<String, String> conf,
    Optional<EngineKind> engine,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout)
    implements Transformation {
  public SparkTransform {
    inputs = Immutable.list(inputs);
    arguments = Immutable.list(arguments);
    conf = Immutable.map(conf);
  }
}
