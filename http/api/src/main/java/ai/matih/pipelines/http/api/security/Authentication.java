package ai.matih.pipelines.http.api.security;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.security.TokenVerifier.Verified;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.Principal;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Who sends a request, and whether they may. Tokens that were good are remembered until they
 * expire, so that a busy caller costs one signature check. Safe for any thread.
 */
public final class Authentication {
  private static final int REMEMBERED = 2_000;
  private static final int LONGEST_TOKEN = 8_000;

  private final TokenVerifier verifier;
  private final Clock clock;
  private final Executor blocking;
  private final Map<String, Verified> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** {@code blocking} runs checks that may have to fetch keys. */
  public Authentication(TokenVerifier verifier, Clock clock, Executor blocking) {
    this.verifier = verifier;
    this.clock = clock;
    this.blocking = blocking;
  }

  /**
   * The principal, or a failed stage with the refusal.
   *
   * @param authorization the header's value
   * @param tenant the value of {@code X-Tenant-ID}; must be the token's tenant
   */
  public CompletionStage<Principal> authenticate(
      Optional<String> authorization, Optional<String> tenant) {
    String header = authorization.orElse("");
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7) || header.length() > LONGEST_TOKEN) {
      return CompletableFuture.failedStage(missing());
    }
    String token = header.substring(7).trim();
    Verified remembered = known.get(token);
    CompletionStage<Verified> verified =
        remembered != null && clock.instant().isBefore(remembered.expires())
            ? CompletableFuture.completedStage(remembered)
            : CompletableFuture.supplyAsync(() -> remember(token), blocking);
    return verified.thenApply(good -> inTenant(good.principal(), tenant));
  }

  /** Throws the 403 unless {@code principal} has {@code permission}. */
  public static void require(Principal principal, Permission permission) {
    if (!principal.may(permission)) {
      throw ApiError.of(ErrorCode.FORBIDDEN, "This needs the permission " + permission.wire() + ".")
          .with("permission", permission.wire())
          .remedy("Ask an administrator of the tenant for a role that has it.")
          .exception();
    }
  }

  private Verified remember(String token) {
    Verified verified = verifier.verify(token);
    known.put(token, verified);
    return verified;
  }

  /** The principal, or the 403 if it asks in the name of another tenant than its own. */
  public static Principal inTenant(Principal principal, Optional<String> tenant) {
    if (tenant.isPresent() && !tenant.get().equals(principal.tenant().value())) {
      throw ApiError.of(
              ErrorCode.TENANT_MISMATCH, "The token is not for the tenant of X-Tenant-ID.")
          .remedy("Send the token's own tenant, or leave the header out.")
          .exception();
    }
    return principal;
  }

  private static RuntimeException missing() {
    return ApiError.of(ErrorCode.UNAUTHORIZED, "The request has no bearer token.")
        .remedy("Send 'Authorization: Bearer <token>'.")
        .exception();
  }
}
