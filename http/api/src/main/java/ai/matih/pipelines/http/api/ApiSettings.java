package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.security.Keys;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How the interface listens.
 *
 * @param port 0 takes a free one
 * @param issuer who must have made the tokens
 * @param requestsPerMinute of one tenant on this node; empty for no limit
 * @param bodyPatience how long a sender may take for a body
 * @param patience how long a call may take before it is answered 503
 */
public record ApiSettings(
    String host,
    int port,
    Keys keys,
    String issuer,
    OptionalInt requestsPerMinute,
    int maxBodyBytes,
    Duration bodyPatience,
    Duration patience) {

  /** The documented limit of a body. */
  public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  /** The limits as documented; what a node decides is where to listen and whom to trust. */
  public static ApiSettings of(String host, int port, Keys keys, String issuer) {
    return new ApiSettings(
        host,
        port,
        keys,
        issuer,
        OptionalInt.empty(),
        MAX_BODY_BYTES,
        Duration.ofSeconds(15),
        Duration.ofSeconds(25));
  }

  /** The same on another port. */
  public ApiSettings on(int otherPort) {
    return new ApiSettings(
        host, otherPort, keys, issuer, requestsPerMinute, maxBodyBytes, bodyPatience, patience);
  }

  /** The same with a rate limit. */
  public ApiSettings limitedTo(int perMinute) {
    return new ApiSettings(
        host, port, keys, issuer, OptionalInt.of(perMinute), maxBodyBytes, bodyPatience, patience);
  }
}
