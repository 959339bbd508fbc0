package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether and when a failed stage is tried again (design 3.13: this is the one count). Attempts
 * whose owner vanished are bounded apart and do not count as the user's retries.
 */
final class RetryRule {
  private static final Duration AFTER_LOSS = Duration.ofSeconds(5);

  private RetryRule() {}

  /**
   * The wait before the next attempt; empty if there is none.
   *
   * @param attempts all attempts of the stage, the one that just failed last
   */
  static Optional<Duration> delay(RetryPolicy policy, List<Attempt> attempts, Failure failure) {
    if (!failure.retryable() || excluded(policy, failure)) {
      return Optional.empty();
    }
    if (failure.failureClass() == FailureClass.LOST) {
      int losses = losses(attempts);
      return losses < FailureClass.LOST.defaultAttempts()
          ? Optional.of(AFTER_LOSS.multipliedBy(losses - 1L))
          : Optional.empty();
    }
    int failures = attempts.stream().filter(RetryRule::countsAsRetry).toList().size();
    int most = policy.maxAttempts().orElse(failure.failureClass().defaultAttempts());
    return failures < most ? Optional.of(policy.delayBefore(failures + 1)) : Optional.empty();
  }

  /** Attempts that ended without anybody having decided so. */
  static int losses(List<Attempt> attempts) {
    return attempts.stream()
        .filter(attempt -> attempt.resolution().isEmpty())
        .filter(
            attempt ->
                attempt.state() == AttemptState.FENCED
                    || attempt
                        .failure()
                        .filter(why -> why.failureClass() == FailureClass.LOST)
                        .isPresent())
        .toList()
        .size();
  }

  private static boolean countsAsRetry(Attempt attempt) {
    return attempt.failure().filter(why -> why.failureClass() != FailureClass.LOST).isPresent();
  }

  private static boolean excluded(RetryPolicy policy, Failure failure) {
    return policy.nonRetryable().stream()
        .anyMatch(
            name ->
                name.equalsIgnoreCase(failure.code())
                    || name.equalsIgnoreCase(failure.failureClass().name()));
  }
}
