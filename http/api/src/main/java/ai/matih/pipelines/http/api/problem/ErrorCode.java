package ai.matih.pipelines.http.api.problem;

/** The codes of the error envelope, each with its status and category. */
public enum ErrorCode {
  VALIDATION_FAILED(400, Category.VALIDATION_ERROR),
  INVALID_PARAMETER(400, Category.VALIDATION_ERROR),
  MALFORMED_REQUEST(400, Category.CLIENT_ERROR),
  UNAUTHORIZED(401, Category.AUTHORIZATION_ERROR),
  TOKEN_EXPIRED(401, Category.AUTHORIZATION_ERROR),
  FORBIDDEN(403, Category.AUTHORIZATION_ERROR),
  TENANT_MISMATCH(403, Category.AUTHORIZATION_ERROR),
  RESOURCE_NOT_FOUND(404, Category.CLIENT_ERROR),
  METHOD_NOT_ALLOWED(405, Category.CLIENT_ERROR),
  REQUEST_TIMEOUT(408, Category.CLIENT_ERROR),
  CONFLICT(409, Category.CLIENT_ERROR),
  GONE(410, Category.CLIENT_ERROR),
  PAYLOAD_TOO_LARGE(413, Category.CLIENT_ERROR),
  UNSUPPORTED_MEDIA_TYPE(415, Category.CLIENT_ERROR),
  RATE_LIMITED(429, Category.CLIENT_ERROR),
  INTERNAL_ERROR(500, Category.SERVER_ERROR),
  SERVICE_UNAVAILABLE(503, Category.SERVER_ERROR);

  private final int status;
  private final Category category;

  ErrorCode(int status, Category category) {
    this.status = status;
    this.category = category;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** Which kind of trouble it is. */
  public Category category() {
    return category;
  }

  /** The documented categories. */
  public enum Category {
    CLIENT_ERROR,
    SERVER_ERROR,
    VALIDATION_ERROR,
    AUTHORIZATION_ERROR
  }
}
