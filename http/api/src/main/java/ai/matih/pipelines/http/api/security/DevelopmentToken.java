package ai.matih.pipelines.http.api.security;

import ai.matih.pipelines.identity.TenantId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * The key of a local node and a token of its owner, as files that only the owner can read: {@code
 * <home>/security/development.key} and {@code <home>/security/token}. A client on the same machine
 * reads the second.
 */
public final class DevelopmentToken {
  private static final Duration LIFETIME = Duration.ofDays(365);

  private final Keys.Development keys;
  private final Path file;

  private DevelopmentToken(Keys.Development keys, Path file) {
    this.keys = keys;
    this.file = file;
  }

  /** Where the token of the data directory {@code home} is. */
  public static Path file(Path home) {
    return home.resolve("security").resolve("token");
  }

  /** Makes the key unless it is there, and a fresh token of {@code tenant} for every start. */
  public static DevelopmentToken create(Path home, TenantId tenant, String issuer, Instant now)
      throws IOException {
    Path key = home.resolve("security").resolve("development.key");
    Files.createDirectories(
        key.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!Files.exists(key)) {
      byte[] fresh = new byte[SigningSecret.MINIMUM_BYTES];
      new SecureRandom().nextBytes(fresh);
      write(key, fresh);
    }
    byte[] secret = Files.readAllBytes(key);
    write(file(home), sign(secret, tenant, issuer, now).getBytes(StandardCharsets.UTF_8));
    return new DevelopmentToken(new Keys.Development(new SigningSecret(secret)), file(home));
  }

  /** What the node verifies with. */
  public Keys.Development keys() {
    return keys;
  }

  /** The token's file. */
  public Path file() {
    return file;
  }

  private static String sign(byte[] key, TenantId tenant, String issuer, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("developer")
            .issuer(issuer)
            .claim("tenant_id", tenant.value())
            .claim("roles", List.of("super_admin"))
            .claim("type", "access")
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a development key that cannot sign", e);
    }
    return token.serialize();
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, content, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
