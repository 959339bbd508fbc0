package ai.matih.pipelines.http.api.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal as the caller sees it.
 *
 * @param status normally the code's own; parsing errors of the server keep theirs (414, 431, ...)
 * @param specific a finer code than the documented one, e.g. {@code GATE_NOT_OPEN}; shown in the
 *     details
 * @param details what a program needs to act on it, in a stable order
 */
public record ApiError(
    int status,
    ErrorCode code,
    String message,
    Map<String, Object> details,
    Optional<String> specific) {

  public ApiError {
    details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** An error with nothing but a sentence. */
  public static ApiError of(ErrorCode code, String message) {
    return new ApiError(code.status(), code, message, Map.of(), Optional.empty());
  }

  /** The same error with one more detail. */
  public ApiError with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new ApiError(status, code, message, more, specific);
  }

  /** The same error with what the caller can do next. */
  public ApiError remedy(String sentence) {
    return with("remedy", sentence);
  }

  /** The resource is not there, or not for this tenant: the two look alike. */
  public static ApiError notFound(String resourceType, String resourceId) {
    return of(ErrorCode.RESOURCE_NOT_FOUND, "There is no " + resourceType + " " + resourceId + ".")
        .with("resourceType", resourceType)
        .with("resourceId", resourceId);
  }

  /** A path or query parameter that cannot be read. */
  public static ApiError parameter(String name, String value, String rule) {
    return of(ErrorCode.INVALID_PARAMETER, "The parameter " + name + " is not valid: " + rule + ".")
        .with("parameter", name)
        .with("value", value)
        .remedy("Give " + rule + ".");
  }

  /** To throw it from anywhere in a handler. */
  public ApiException exception() {
    return new ApiException(this);
  }
}
