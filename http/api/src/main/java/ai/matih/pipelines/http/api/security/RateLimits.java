package ai.matih.pipelines.http.api.security;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.identity.TenantId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests a tenant may send in a minute on this node. Safe for any thread. */
public final class RateLimits {
  private static final int WINDOW_SECONDS = 60;

  private final int perMinute;
  private final Clock clock;
  private final Map<TenantId, Standing> tenants = new ConcurrentHashMap<>();

  /** {@code perMinute} above 0. */
  public RateLimits(int perMinute, Clock clock) {
    if (perMinute < 1) {
      throw new IllegalArgumentException("a limit of " + perMinute + " would let nobody in");
    }
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * Where a tenant stands after a request.
   *
   * @param used in this minute, the request included
   * @param resetAt Unix time in seconds of the next minute
   */
  public record Standing(int limit, int used, long resetAt) {
    /** False if the request is one too many. */
    public boolean allowed() {
      return used <= limit;
    }

    /** What is left. */
    public int remaining() {
      return Math.max(0, limit - used);
    }
  }

  /** Counts a request. */
  public Standing count(TenantId tenant) {
    long now = clock.instant().getEpochSecond();
    return tenants.compute(
        tenant,
        (ignored, last) ->
            last == null || now >= last.resetAt()
                ? new Standing(perMinute, 1, (now / WINDOW_SECONDS + 1) * WINDOW_SECONDS)
                : new Standing(
                    perMinute, Math.min(last.used() + 1, perMinute + 1), last.resetAt()));
  }

  /** What is told to who sent one too many. */
  public ApiError refusal(Standing standing) {
    return ApiError.of(
            ErrorCode.RATE_LIMITED,
            "The tenant has sent its " + standing.limit() + " requests of this minute.")
        .with("limit", standing.limit())
        .with("remaining", 0)
        .with("resetAt", standing.resetAt())
        .with("retryAfter", retryAfter(standing));
  }

  /** Seconds until {@code standing} is reset, at least 1. */
  public long retryAfter(Standing standing) {
    return Math.max(1, standing.resetAt() - clock.instant().getEpochSecond());
  }
}
