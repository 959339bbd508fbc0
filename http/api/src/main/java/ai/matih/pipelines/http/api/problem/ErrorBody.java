package ai.matih.pipelines.http.api.problem;

import ai.matih.pipelines.http.api.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Writes an {@link ApiError}: as the documented envelope, or as RFC 9457 problem details. */
public final class ErrorBody {
  /** The media type of the second form. */
  public static final String PROBLEM_JSON = "application/problem+json";

  private ErrorBody() {}

  /** {@code {success, error{code, category, message, details}, metadata}}. */
  public static byte[] envelope(ApiError error, String requestId, Instant now) {
    ObjectNode body = Json.object();
    body.put("success", false);
    ObjectNode inner = body.putObject("error");
    inner.put("code", error.code().name());
    inner.put("category", error.code().category().name());
    inner.put("message", error.message());
    inner.set("details", details(error));
    ObjectNode metadata = body.putObject("metadata");
    metadata.put("timestamp", now.toString());
    metadata.put("requestId", requestId);
    metadata.put("version", "v1");
    return Json.bytes(body);
  }

  /** {@code {type, title, status, detail, instance, code, category, details}}. */
  public static byte[] problem(ApiError error, String requestId) {
    ObjectNode body = Json.object();
    body.put("type", "urn:matih:problem:" + error.code().name().toLowerCase(java.util.Locale.ROOT));
    body.put("title", title(error.code()));
    body.put("status", error.status());
    body.put("detail", error.message());
    body.put("instance", "urn:matih:request:" + requestId);
    body.put("code", error.code().name());
    body.put("category", error.code().category().name());
    body.set("details", details(error));
    return Json.bytes(body);
  }

  private static ObjectNode details(ApiError error) {
    ObjectNode details = Json.tree(error.details());
    error.specific().ifPresent(code -> details.put("reason", code));
    return details;
  }

  private static String title(ErrorCode code) {
    String words = code.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
