package ai.matih.pipelines.http.api.security;

import ai.matih.pipelines.connection.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a call from outside: {@code t=<seconds>,v1=<hex>}, the HMAC-SHA-256 of {@code
 * <seconds>.<body>}. It counts for five minutes, so that a call that was overheard is of no use.
 *
 * @param seconds since 1970, as the caller's clock has it
 * @param hash 64 hex digits
 */
public record HookSignature(long seconds, String hash) {
  private static final Pattern SHAPE = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** The signature in a header; one that holds for nothing if it has another shape. */
  public static HookSignature parse(String header) {
    Matcher match = SHAPE.matcher(header.strip());
    return match.matches()
        ? new HookSignature(Long.parseLong(match.group(1)), match.group(2))
        : new HookSignature(0, "");
  }

  /** Whether it is the key's, over {@code body}, and of now. Takes the same time for any hash. */
  public boolean holds(Secret key, byte[] body, Instant now) {
    boolean fresh =
        Duration.between(Instant.ofEpochSecond(seconds), now).abs().compareTo(TOLERANCE) <= 0;
    boolean same =
        MessageDigest.isEqual(
            hash.getBytes(StandardCharsets.US_ASCII),
            of(key, seconds, body).getBytes(StandardCharsets.US_ASCII));
    return fresh && same;
  }

  static String of(Secret key, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
