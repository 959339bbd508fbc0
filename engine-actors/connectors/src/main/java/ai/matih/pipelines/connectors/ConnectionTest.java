package ai.matih.pipelines.connectors;

import java.util.Optional;

/**
 * The answer of a trial of a connection.
 *
 * @param message one sentence, e.g. {@code PostgreSQL 18.1, database analytics, user loader}
 * @param remedy what to do if it is not good
 */
public record ConnectionTest(boolean good, String message, Optional<String> remedy) {

  /** The answer that a failure gives. */
  public static ConnectionTest of(StepFailure failure) {
    return new ConnectionTest(false, failure.failure().message(), failure.failure().remedy());
  }
}
