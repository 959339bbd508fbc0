package ai.matih.pipelines.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The body shared by pipeline and execution ids: 24 Crockford base32 digits of a SHA-256 and two
 * check digits, so that an id that was never given out is refused without waking an entity (design
 * 3.14).
 */
final class CheckedId {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int BODY = 24;
  private static final int CHECK = 2;

  private CheckedId() {}

  /** The 26 digits derived from {@code parts}; equal parts give equal digits. */
  static String derive(String... parts) {
    String body = digits(sha256(String.join("\u0000", parts)), BODY);
    return body + check(body);
  }

  /** True if {@code digits} has the right length, alphabet and check digits. */
  static boolean isValid(String digits) {
    return digits.length() == BODY + CHECK
        && digits.substring(BODY).equals(check(digits.substring(0, BODY)));
  }

  private static String check(String body) {
    return digits(sha256("check\u0000" + body), CHECK);
  }

  private static String digits(byte[] hash, int count) {
    StringBuilder out = new StringBuilder(count);
    int buffer = 0;
    int bits = 0;
    for (int at = 0; out.length() < count; ) {
      if (bits < 5) {
        buffer = (buffer << 8) | (hash[at++] & 0xff);
        bits += 8;
      }
      bits -= 5;
      out.append(DIGITS[(buffer >> bits) & 31]);
      buffer &= (1 << bits) - 1;
    }
    return out.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
