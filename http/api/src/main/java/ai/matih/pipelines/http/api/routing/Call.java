package ai.matih.pipelines.http.api.routing;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Idempotency;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that found its route and was let in.
 *
 * @param origin the way it came in
 * @param caller empty on open routes only
 * @param headers by lower-case name
 * @param mediaType of the body, without parameters; empty without a body
 */
public record Call(
    Cause.Origin origin,
    Route route,
    Map<String, String> path,
    QueryParameters query,
    Optional<Principal> caller,
    RequestIdentity identity,
    Map<String, String> headers,
    String mediaType,
    byte[] body) {
  /**
   * The header of a command by which an operator sends it again for who sent it first; honoured
   * where the way in has checked that they may.
   */
  public static final String ON_BEHALF_OF = "x-on-behalf-of";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /** Who asks. */
  public Principal principal() {
    return caller.orElseThrow(() -> new IllegalStateException("an open route asked for a caller"));
  }

  /** Whose data it is about. */
  public TenantId tenant() {
    return principal().tenant();
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** True if the caller asks for {@code mediaType} by name. */
  public boolean accepts(String mediaType) {
    return header("accept").orElse("").toLowerCase(Locale.ROOT).contains(mediaType);
  }

  /** The body as a {@code type}. */
  public <T> T read(Class<T> type) {
    return BodyReader.read(body, type);
  }

  /** The author of what this call changes. */
  public Cause cause() {
    return new Cause(
        principal().subject(),
        origin,
        Optional.of(identity.correlationId()),
        identity.traceparent());
  }

  /**
   * The caller's key, scoped by the subject (of a command that is replayed: the first sender), and
   * a hash of what is asked: operation, path values and body, so that one key used for two
   * operations is a conflict and not a false answer.
   */
  public Idempotency idempotency() {
    return new Idempotency(
        header("x-idempotency-key").map(key -> keyOwner() + "/" + checked(key)), hash());
  }

  private String keyOwner() {
    return origin == Cause.Origin.KAFKA
        ? header(ON_BEHALF_OF).orElse(principal().subject())
        : principal().subject();
  }

  /** The pipeline that the path names; 404 for a text that is no pipeline id. */
  public PipelineId pipelineId() {
    String text = path.get("pipelineId");
    return PipelineId.parse(text)
        .orElseThrow(() -> ApiError.notFound("pipeline", text).exception());
  }

  /** The run that the path names; 404 for a text that is no execution id. */
  public ExecutionId executionId() {
    String text = path.get("executionId");
    return ExecutionId.parse(text)
        .orElseThrow(() -> ApiError.notFound("execution", text).exception());
  }

  private static String checked(String key) {
    if (!KEY.matcher(key).matches()) {
      throw ApiError.of(
              ErrorCode.INVALID_PARAMETER,
              "X-Idempotency-Key must be 1 to 200 printable characters without spaces.")
          .remedy("Use a UUID.")
          .exception();
    }
    return key;
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (route.operationId() + "\n" + path.values() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(body);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
