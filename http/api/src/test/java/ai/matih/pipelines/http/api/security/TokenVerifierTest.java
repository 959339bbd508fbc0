package ai.matih.pipelines.http.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.http.api.problem.ApiException;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ISSUER = "matih-platform";
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;
  private static RSAKey rsa;
  private static TokenVerifier byKeySet;
  private static TokenVerifier bySecret;

  @BeforeAll
  static void keys() throws JOSEException, IOException {
    rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
    Path file = folder.resolve("keys.json");
    Files.writeString(file, new JWKSet(rsa.toPublicJWK()).toString());
    byKeySet = new TokenVerifier(new Keys.KeySet(file.toUri()), ISSUER, CLOCK);
    bySecret = new TokenVerifier(new Keys.Shared(new SigningSecret(SECRET)), ISSUER, CLOCK);
  }

  @Test
  void aTokenOfTheKeySetIsGood() throws JOSEException {
    Principal principal = byKeySet.verify(rs256(good().build())).principal();

    assertThat(principal.subject()).isEqualTo("ann");
    assertThat(principal.tenant()).isEqualTo(new TenantId("acme"));
    assertThat(principal.may(Permission.PIPELINES_EXECUTE)).isTrue();
    assertThat(principal.may(Permission.PIPELINES_ABANDON)).isFalse();
  }

  @Test
  void anHmacOverThePublicKeyIsNotATokenOfTheKeySet() throws JOSEException {
    byte[] publicKey = rsa.toRSAPublicKey().getEncoded();

    refused(byKeySet, signed(JWSAlgorithm.HS256, new MACSigner(publicKey), good().build()));
  }

  @Test
  void aTokenWithoutASignatureIsNone() {
    refused(byKeySet, new PlainJWT(good().build()).serialize());
    refused(bySecret, new PlainJWT(good().build()).serialize());
  }

  @Test
  void theAlgorithmIsTheKeysAndNotTheTokens() throws JOSEException {
    refused(bySecret, rs256(good().build()));
    byte[] longer = new byte[64];
    refused(bySecret, signed(JWSAlgorithm.HS512, new MACSigner(longer), good().build()));
  }

  @Test
  void aKeyOfSomebodyElseIsNotOurs() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();

    refused(byKeySet, signed(JWSAlgorithm.RS256, new RSASSASigner(other), good().build()));
  }

  @Test
  void timesAreKept() throws JOSEException {
    assertThatThrownBy(
            () -> bySecret.verify(hs256(good().expirationTime(at(Duration.ofMinutes(-2))).build())))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> assertThat(e.error().code().name()).isEqualTo("TOKEN_EXPIRED"));
    refused(bySecret, hs256(good().notBeforeTime(at(Duration.ofMinutes(2))).build()));
    refused(bySecret, hs256(good().expirationTime(null).build()));
    assertThat(bySecret.verify(hs256(good().notBeforeTime(at(Duration.ofSeconds(10))).build())))
        .isNotNull();
  }

  @Test
  void whoMadeItForWhomAndForWhatIsKept() throws JOSEException {
    refused(bySecret, hs256(good().issuer("elsewhere").build()));
    refused(bySecret, hs256(good().audience("another-api").build()));
    refused(bySecret, hs256(good().claim("type", "refresh").build()));
    refused(bySecret, hs256(good().claim("type", null).build()));
    refused(bySecret, hs256(good().claim("tenant_id", "../x").build()));
    refused(bySecret, hs256(good().claim("tenant_id", null).build()));
    refused(bySecret, hs256(good().subject(null).build()));
  }

  @Test
  void whatIsNoTokenIsRefusedAsOne() {
    for (String text : List.of("", ".", "..", "a.b.c", "x".repeat(5000), "eyJhbGciOiJub25lIn0..")) {
      refused(bySecret, text);
    }
  }

  @Test
  void aTenantThatIsANumberIsItsDigits() throws JOSEException {
    assertThat(bySecret.verify(hs256(good().claim("tenant_id", 42).build())).principal().tenant())
        .isEqualTo(new TenantId("42"));
  }

  @Test
  void anUnknownRoleMayNothing() throws JOSEException {
    Principal principal =
        bySecret.verify(hs256(good().claim("roles", List.of("gardener")).build())).principal();

    assertThat(Permission.values()).noneMatch(principal::may);
  }

  @Test
  void theDevelopmentTokenIsForItsOwnerOnly() throws IOException {
    Path home = folder.resolve("home");

    DevelopmentToken made = DevelopmentToken.create(home, new TenantId("default"), ISSUER, NOW);

    assertThat(made.file()).isEqualTo(home.resolve("security/token"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("security/development.key"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())))
        .isEqualTo("rw-------");
    Principal principal =
        new TokenVerifier(made.keys(), ISSUER, CLOCK)
            .verify(Files.readString(made.file()))
            .principal();
    assertThat(principal.tenant()).isEqualTo(new TenantId("default"));
    assertThat(Permission.values()).allMatch(principal::may);
  }

  @Test
  void theKeyOutlivesAStartAndTheTokenIsFresh() throws IOException {
    Path home = folder.resolve("again");
    String first =
        Files.readString(DevelopmentToken.create(home, new TenantId("a"), ISSUER, NOW).file());

    DevelopmentToken second = DevelopmentToken.create(home, new TenantId("a"), ISSUER, NOW);

    assertThat(Files.readString(second.file())).isNotEqualTo(first);
    assertThat(new TokenVerifier(second.keys(), ISSUER, CLOCK).verify(first)).isNotNull();
  }

  @Test
  void developmentKeysStayOnThisMachine() {
    Keys development = new Keys.Development(new SigningSecret(SECRET));
    Keys real = new Keys.Shared(new SigningSecret(SECRET));

    ListeningRule.check("127.0.0.1", development);
    ListeningRule.check("0.0.0.0", real);
    assertThatThrownBy(() -> ListeningRule.check("0.0.0.0", development))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("security.jwks");
  }

  @Test
  void aSecretIsLongEnoughAndDoesNotPrint() {
    assertThatThrownBy(() -> new SigningSecret(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Keys.Shared(new SigningSecret(SECRET)).toString()).doesNotContain("0123");
  }

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .subject("ann")
        .issuer(ISSUER)
        .claim("tenant_id", "acme")
        .claim("roles", List.of("DATA_ENGINEER"))
        .claim("type", "access")
        .expirationTime(at(Duration.ofMinutes(15)));
  }

  private static Date at(Duration fromNow) {
    return Date.from(NOW.plus(fromNow));
  }

  private static String rs256(JWTClaimsSet claims) throws JOSEException {
    return signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims);
  }

  private static String hs256(JWTClaimsSet claims) throws JOSEException {
    return signed(JWSAlgorithm.HS256, new MACSigner(SECRET), claims);
  }

  private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static void refused(TokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(401));
  }
}
