package ai.matih.pipelines.gateway.naming;

import ai.matih.pipelines.engine.AttemptId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The name of an attempt in an engine's own alphabet, derived from the attempt id and from nothing
 * else, so that a second submit meets the first. Names are injective: by construction where the
 * alphabet holds the whole id, else by a hash of at least 122 bits.
 */
public final class ExternalNames {
  /** The namespace of every UUIDv5 here; never to be changed. */
  private static final UUID NAMESPACE = UUID.fromString("6f0f8f0e-6a2b-5d8e-9a44-3d1c1f2b7a10");

  private static final HexFormat HEX = HexFormat.of();

  private ExternalNames() {}

  /** A UUID version 5, e.g. a Spark operation id. */
  public static UUID uuid(AttemptId attempt) {
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array());
    byte[] hash = sha1.digest(bytes(attempt));
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    ByteBuffer in = ByteBuffer.wrap(hash);
    return new UUID(in.getLong(), in.getLong());
  }

  /** 32 lower-case hex digits, e.g. a Flink job id. */
  public static String hex32(AttemptId attempt) {
    return HEX.formatHex(digest("SHA-256").digest(bytes(attempt)), 0, 16);
  }

  /**
   * A DNS-1123 label of at most 63 characters, e.g. a Kubernetes resource: a readable part and 32
   * hex digits that make it unique.
   */
  public static String dnsLabel(AttemptId attempt) {
    String stage = attempt.stage().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String readable =
        "matih-" + stage.substring(0, Math.min(stage.length(), 12)) + "-" + attempt.number();
    return readable.replaceAll("-{2,}", "-") + "-" + hex32(attempt);
  }

  /**
   * An Airflow run id, {@code [A-Za-z0-9_.~:+-]+}: the attempt id itself, with {@code :} between
   * its parts and every other character of the stage outside {@code [A-Za-z0-9_.-]} as {@code ~}
   * and four hex digits.
   */
  public static String airflowRunId(AttemptId attempt) {
    StringBuilder stage = new StringBuilder();
    for (char c : attempt.stage().toCharArray()) {
      if (c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-')) {
        stage.append(c);
      } else {
        stage.append('~').append(HEX.toHexDigits(c));
      }
    }
    return attempt.execution() + ":" + stage + ":" + attempt.number();
  }

  private static byte[] bytes(AttemptId attempt) {
    return attempt.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
