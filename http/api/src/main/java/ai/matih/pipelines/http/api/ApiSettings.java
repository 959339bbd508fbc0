package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.security.Keys;
import ai.matih.pipelines.http.api.security.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How the interface listens.
 *
 * @param port 0 takes a free one
 * @param issuer who must have made the tokens
 * @param limits of requests and commands together, on this node
 * @param bodyPatience how long a sender may take for a body
 * @param patience how long a call may take before it is answered 503
 * @param atOnce calls of known callers, and as many of webhooks, that are carried out at once; more
 *     wait, see {@link Turns}
 */
public record ApiSettings(
    String host,
    int port,
    Keys keys,
    String issuer,
    Optional<RateLimits> limits,
    int maxBodyBytes,
    Duration bodyPatience,
    Duration patience,
    int atOnce) {

  /**
   * Far more than it takes to use a node wholly, and few enough to be answered in time by one that
   * is slow.
   */
  private static final int AT_ONCE = 128;

  /** The documented limit of a body. */
  public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  /** The limits as documented; what a node decides is where to listen and whom to trust. */
  public static ApiSettings of(String host, int port, Keys keys, String issuer) {
    return new ApiSettings(
        host,
        port,
        keys,
        issuer,
        Optional.empty(),
        MAX_BODY_BYTES,
        Duration.ofSeconds(15),
        Duration.ofSeconds(25),
        AT_ONCE);
  }

  /** The same on another port. */
  public ApiSettings on(int otherPort) {
    return new ApiSettings(
        host, otherPort, keys, issuer, limits, maxBodyBytes, bodyPatience, patience, atOnce);
  }

  /** The same with a limit of so many requests and commands of a tenant in a minute. */
  public ApiSettings limitedTo(int perMinute, Clock clock) {
    Optional<RateLimits> limited = Optional.of(new RateLimits(perMinute, clock));
    return new ApiSettings(
        host, port, keys, issuer, limited, maxBodyBytes, bodyPatience, patience, atOnce);
  }
}
