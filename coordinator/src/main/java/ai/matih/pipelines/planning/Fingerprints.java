package ai.matih.pipelines.planning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a step's output depends on, as one hash: what it does, and the fingerprints of every step
 * before it. A change anywhere upstream changes it; another name, order or neighbour does not.
 */
final class Fingerprints {
  private final Map<String, String> known = new HashMap<>();

  /** The fingerprint of the next step in order: 64 hex digits. */
  String next(DraftStep step) {
    StringBuilder text = new StringBuilder(CanonicalJson.text(step.work()));
    for (Step.Input input : step.inputs()) {
      text.append('\n').append(input.relation()).append('=').append(known.get(input.step()));
    }
    List<String> before = step.after().stream().map(known::get).sorted().toList();
    text.append("\nafter ").append(String.join(" ", before));
    String fingerprint = sha256(text.toString());
    known.put(step.name(), fingerprint);
    return fingerprint;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
