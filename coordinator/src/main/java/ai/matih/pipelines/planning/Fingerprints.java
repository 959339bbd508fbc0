package ai.matih.pipelines.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private final Map<String, String> known = new HashMap<>();

  /** The fingerprint of the next step in order: 64 hex digits. */
  String next(DraftStep step) {
    StringBuilder text = new StringBuilder(canonical(step.work()));
    for (Step.Input input : step.inputs()) {
      text.append('\n').append(input.relation()).append('=').append(known.get(input.step()));
    }
    List<String> before = step.after().stream().map(known::get).sorted().toList();
    text.append("\nafter ").append(String.join(" ", before));
    String fingerprint = sha256(text.toString());
    known.put(step.name(), fingerprint);
    return fingerprint;
  }

  private static String canonical(StepWork work) {
    try {
      return CANONICAL.writerFor(StepWork.class).writeValueAsString(work);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step is plain data", e);
    }
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
