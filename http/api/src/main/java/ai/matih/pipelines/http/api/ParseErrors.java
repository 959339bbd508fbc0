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

  private ParseErrors() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    ApiError error =
        new ApiError(
            status.intValue(),
            status.intValue() == 413 ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.MALFORMED_REQUEST,
            "The request cannot be read: " + info.summary(),
            Map.of(),
            Optional.empty());
    RequestIdentity identity =
        RequestIdentity.of(Optional.empty(), Optional.empty(), Optional.empty());
    return Responses.of(
        Answer.bytes(
            status.intValue(),
            Answer.JSON,
            ErrorBody.envelope(error, identity.requestId(), Instant.now())),
        identity,
        Map.of(),
        true);
  }
}
