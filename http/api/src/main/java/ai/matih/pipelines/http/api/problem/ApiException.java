package ai.matih.pipelines.http.api.problem;

/** Carries an {@link ApiError} out of a handler. Has no stack trace: it is an answer, not a bug. */
public final class ApiException extends RuntimeException {
  private final transient ApiError error;

  ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** What the caller is told. */
  public ApiError error() {
    return error;
  }
}
