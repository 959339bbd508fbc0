package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorBody;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.RequestIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no HTTP request, in the same envelope. Named in the server's settings. */
public final class ParseErrors extends ParsingErrorHandler {
  /** Where the server looks for the instance. */
  public static final ParseErrors MODULE$ = new ParseErrors();

  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, POST, PUT";

  private ParseErrors() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    ErrorCode code = code(status.intValue());
    boolean ours = code != ErrorCode.MALFORMED_REQUEST;
    ApiError error =
        new ApiError(
            ours || status.intValue() >= 500 ? code.status() : status.intValue(),
            code,
            "The request cannot be read: " + info.summary(),
            Map.of(),
            Optional.empty());
    RequestIdentity identity =
        RequestIdentity.of(Optional.empty(), Optional.empty(), Optional.empty());
    return Responses.of(
        Answer.bytes(
            error.status(),
            Answer.JSON,
            ErrorBody.envelope(error, identity.requestId(), Instant.now())),
        identity,
        code == ErrorCode.METHOD_NOT_ALLOWED ? Map.of("Allow", METHODS) : Map.of(),
        true);
  }

  /** The server says 501 for a method that it does not know, and 422 for a TRACE with a body. */
  private static ErrorCode code(int status) {
    return switch (status) {
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 422, 501 -> ErrorCode.METHOD_NOT_ALLOWED;
      default -> ErrorCode.MALFORMED_REQUEST;
    };
  }
}
