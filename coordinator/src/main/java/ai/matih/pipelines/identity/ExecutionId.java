package ai.matih.pipelines.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * A run: {@code exec-} and 26 checked digits, derived from the pipeline and the key its caller
 * gave, so that asking twice with one key is one run.
 */
public record ExecutionId(@JsonValue String value) {
  private static final String PREFIX = "exec-";

  /** Throws IllegalArgumentException for a text that no exec id can be. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ExecutionId {
    if (value == null
        || !value.startsWith(PREFIX)
        || !CheckedId.isValid(value.substring(PREFIX.length()))) {
      throw new IllegalArgumentException("not a execution id: " + value);
    }
  }

  /** The id of the run that {@code key} asks for: an idempotency key, or a fresh random text. */
  public static ExecutionId of(PipelineId pipeline, String key) {
    return new ExecutionId(PREFIX + CheckedId.derive("execution", pipeline.value(), key));
  }

  /** The id of the run of one due time. */
  public static ExecutionId scheduled(PipelineId pipeline, int generation, Instant nominal) {
    return new ExecutionId(
        PREFIX
            + CheckedId.derive("scheduled", pipeline.value(), "" + generation, nominal.toString()));
  }

  /** The id of the run of one interval of a backfill; round 0 is the first, retries follow. */
  public static ExecutionId backfill(BackfillId backfill, Instant start, int round) {
    return new ExecutionId(
        PREFIX + CheckedId.derive("backfill", backfill.value(), start.toString(), "" + round));
  }

  /** The id of the run of what a trigger found under {@code key}. */
  public static ExecutionId triggered(PipelineId pipeline, String trigger, String key) {
    return new ExecutionId(PREFIX + CheckedId.derive("triggered", pipeline.value(), trigger, key));
  }

  /** The id in {@code text}, or empty if its form or check digits are wrong. */
  public static Optional<ExecutionId> parse(String text) {
    return text != null
            && text.startsWith(PREFIX)
            && CheckedId.isValid(text.substring(PREFIX.length()))
        ? Optional.of(new ExecutionId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
