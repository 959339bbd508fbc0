package ai.matih.pipelines.http.api.problem;

import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of a call that failed, whichever way it came in. */
public final class FailedCall {
  private static final Logger LOG = LoggerFactory.getLogger(FailedCall.class);

  private FailedCall() {}

  /** The error for {@code failure}; one that nobody foresaw is logged under the request's id. */
  public static ApiError error(Throwable failure, String requestId) {
    return switch (cause(failure)) {
      case ApiException known -> known.error();
      case TimeoutException ignored ->
          ApiError.of(
                  ErrorCode.SERVICE_UNAVAILABLE, "The part of the node that knows did not answer.")
              .remedy("Try again with the same X-Idempotency-Key.");
      case ReadModelUnavailable silent -> {
        LOG.warn("request {}: {}", requestId, silent.getMessage());
        yield ApiError.of(ErrorCode.SERVICE_UNAVAILABLE, "The node's database does not answer.")
            .remedy("Try again with the same X-Idempotency-Key; what was accepted is not lost.");
      }
      default -> {
        LOG.error("request {} failed", requestId, failure);
        yield ApiError.of(ErrorCode.INTERNAL_ERROR, "Something went wrong in the node.")
            .remedy("Give the requestId to who runs the node: it is in the log.");
      }
    };
  }

  /** What a stage failed with, out of its wrappings. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
