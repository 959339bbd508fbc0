package ai.matih.pipelines.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * The caller's own key for a change (design 3.1): the same key with the same body gives the same
 * answer for 24 hours; with another body it is refused.
 *
 * @param key scoped by the caller: {@code <principal>/<key>}; empty if the caller gave none
 * @param bodyHash SHA-256 of what was asked, 64 hex digits
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Idempotency(Optional<String> key, String bodyHash) {
  /** A change without a key of its own. */
  public static final Idempotency NONE = new Idempotency(Optional.empty(), "");

  /** The journal leaves out what is empty. */
  public Idempotency {
    key = key == null ? Optional.empty() : key;
    bodyHash = bodyHash == null ? "" : bodyHash;
  }
}
