package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When failed work is tried again.
 *
 * @param maxAttempts attempts in all, the first included; absent: as many as the class of the
 *     failure allows
 * @param backoff factor by which the wait grows with each attempt, at least 1
 * @param nonRetryable failure codes or classes that are never tried again
 */
public record RetryPolicy(
    Optional<Integer> maxAttempts,
    Duration initialInterval,
    double backoff,
    Duration maxInterval,
    List<String> nonRetryable) {
  /** What holds where a definition says nothing. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Optional.empty(), Duration.ofSeconds(10), 2.0, Duration.ofMinutes(10), List.of());

  public RetryPolicy {
    nonRetryable = Immutable.list(nonRetryable);
  }

  /** The wait before attempt {@code attempt}, which is 2 or more. */
  public Duration delayBefore(int attempt) {
    double millis = initialInterval.toMillis() * Math.pow(backoff, Math.max(0, attempt - 2));
    return millis >= maxInterval.toMillis() ? maxInterval : Duration.ofMillis((long) millis);
  }
}
