package ai.matih.pipelines.connectors;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import java.util.Optional;

/** Ends a step badly; carries what a person needs to act, never a secret or a stack trace. */
public final class StepFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  private StepFailure(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** Bad SQL or bad data: the definition or the source must change. */
  public static StepFailure user(String code, String message, String remedy) {
    return of(FailureClass.USER, code, message, remedy, null);
  }

  /** A connection, setting or grant is wrong or missing. */
  public static StepFailure configuration(String code, String message, String remedy) {
    return of(FailureClass.CONFIGURATION, code, message, remedy, null);
  }

  /** The network, a disk or a server: trying again may help. */
  public static StepFailure infrastructure(
      String code, String message, String remedy, Throwable cause) {
    return of(FailureClass.INFRASTRUCTURE, code, message, remedy, cause);
  }

  /** Any class; only INFRASTRUCTURE is worth another try. */
  public static StepFailure of(
      FailureClass failureClass, String code, String message, String remedy, Throwable cause) {
    return new StepFailure(
        new Failure(
            failureClass,
            code,
            message,
            Optional.ofNullable(remedy),
            Optional.empty(),
            failureClass == FailureClass.INFRASTRUCTURE),
        cause);
  }

  /** What to journal and show. */
  public Failure failure() {
    return failure;
  }

  /** The same failure, naming the step it happened in. */
  public StepFailure inStep(String step) {
    return new StepFailure(
        new Failure(
            failure.failureClass(),
            failure.code(),
            failure.message(),
            failure.remedy(),
            Optional.of(step),
            failure.retryable()),
        getCause());
  }
}
