package ai.matih.pipelines.http.api.security;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies a JWT and reads the principal from it. The algorithm is fixed by the kind of key, never
 * by the token: {@code none}, or an RSA key used as an HMAC key, is refused. Safe for any thread.
 */
public final class TokenVerifier {
  /** How far clocks may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final Set<String> TYPES = Set.of("access", "service", "api_key");
  private static final String AUDIENCE = "matih-api";

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String issuer;
  private final Clock clock;

  /** A token's principal and the time after which it is no longer good. */
  public record Verified(Principal principal, Instant expires) {}

  /**
   * Reads a key set file at once; an address is read when first needed, and again for unknown keys.
   * Throws IllegalArgumentException for a file that is no key set.
   */
  public TokenVerifier(Keys keys, String issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
    switch (keys) {
      case Keys.Development development -> accept(development.secret());
      case Keys.Shared shared -> accept(shared.secret());
      case Keys.KeySet set ->
          processor.setJWSKeySelector(
              new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source(set)));
    }
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
  }

  /** One key for every token, whatever key id its maker wrote. */
  private void accept(SigningSecret secret) {
    List<Key> key = List.of(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
    processor.setJWSKeySelector(
        (header, context) -> header.getAlgorithm().equals(JWSAlgorithm.HS256) ? key : List.of());
  }

  private static JWKSource<SecurityContext> source(Keys.KeySet set) {
    try {
      return "file".equals(set.address().getScheme())
          ? new ImmutableJWKSet<>(JWKSet.load(Path.of(set.address()).toFile()))
          : JWKSourceBuilder.create(set.address().toURL()).retrying(true).build();
    } catch (IOException | ParseException e) {
      throw new IllegalArgumentException(
          "the key set at " + set.address() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Throws the ApiException for 401, and 503 if the key set's address does not answer. May block.
   */
  public Verified verify(String token) {
    JWTClaimsSet claims = signed(token);
    Instant now = clock.instant();
    Instant expires = instant(claims.getExpirationTime(), "exp");
    if (now.isAfter(expires.plus(SKEW))) {
      throw ApiError.of(ErrorCode.TOKEN_EXPIRED, "The token expired at " + expires + ".")
          .remedy("Ask for a new token.")
          .exception();
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && now.plus(SKEW).isBefore(notBefore.toInstant())) {
      throw refused("it is not valid before " + notBefore.toInstant());
    }
    if (!issuer.equals(claims.getIssuer())) {
      throw refused("its issuer is not " + issuer);
    }
    if (!claims.getAudience().isEmpty() && !claims.getAudience().contains(AUDIENCE)) {
      throw refused("it is for another audience than " + AUDIENCE);
    }
    if (!TYPES.contains(text(claims, "type").orElse(""))) {
      throw refused("its type is not access, service or api_key");
    }
    return new Verified(principal(claims), expires.plus(SKEW));
  }

  private JWTClaimsSet signed(String token) {
    try {
      return processor.process(SignedJWT.parse(token), null);
    } catch (KeySourceException e) {
      throw ApiError.of(
              ErrorCode.SERVICE_UNAVAILABLE, "The keys that sign tokens cannot be read just now.")
          .remedy("Try again; the setting security.jwks names their address.")
          .exception();
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw refused("it is not a token signed for this service");
    }
  }

  private static Principal principal(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    if (subject == null || subject.isBlank() || subject.length() > 200) {
      throw refused("it names no subject");
    }
    String tenant = text(claims, "tenant_id").orElse("");
    if (!TenantId.isValid(tenant)) {
      throw refused("it names no tenant");
    }
    Set<String> roles = new HashSet<>(texts(claims, "roles"));
    Set<String> permissions = new HashSet<>(texts(claims, "permissions"));
    permissions.addAll(RolePermissions.of(roles));
    return new Principal(new TenantId(tenant), subject, roles, permissions);
  }

  /** A claim as text; a number counts as its digits (tenants have been numbers). */
  private static Optional<String> text(JWTClaimsSet claims, String name) {
    Object value = claims.getClaim(name);
    return value instanceof String || value instanceof Number
        ? Optional.of(value.toString())
        : Optional.empty();
  }

  private static List<String> texts(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof Collection<?> values
        ? values.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private static Instant instant(Date date, String claim) {
    if (date == null) {
      throw refused("it has no " + claim);
    }
    return date.toInstant();
  }

  private static RuntimeException refused(String why) {
    return ApiError.of(ErrorCode.UNAUTHORIZED, "The token is not accepted: " + why + ".")
        .remedy("Send a current token as 'Authorization: Bearer <token>'.")
        .exception();
  }
}
