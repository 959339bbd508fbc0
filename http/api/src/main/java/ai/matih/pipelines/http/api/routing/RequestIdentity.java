package ai.matih.pipelines.http.api.routing;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids that tie a request to logs, events and traces. A caller's own are kept if they are plain;
 * others are replaced.
 */
public record RequestIdentity(
    String requestId, String correlationId, Optional<String> traceparent) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** From the headers {@code X-Request-ID}, {@code X-Correlation-ID} and {@code traceparent}. */
  public static RequestIdentity of(
      Optional<String> requestId, Optional<String> correlationId, Optional<String> traceparent) {
    String request =
        requestId.filter(id -> PLAIN.matcher(id).matches()).orElseGet(RequestIdentity::fresh);
    return new RequestIdentity(
        request,
        correlationId.filter(id -> PLAIN.matcher(id).matches()).orElse(request),
        traceparent.filter(text -> TRACE.matcher(text).matches()));
  }

  private static String fresh() {
    return "req-" + UUID.randomUUID();
  }
}
