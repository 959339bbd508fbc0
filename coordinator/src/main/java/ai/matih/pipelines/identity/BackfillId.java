package ai.matih.pipelines.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A backfill: {@code backfill-}, the 26 checked digits of its pipeline, and 8 digits derived from
 * the key that its caller gave. So the id alone leads to the pipeline that keeps it.
 */
public record BackfillId(@JsonValue String value) {
  private static final String PREFIX = "backfill-";
  private static final String PIPELINE = "pipeline-";
  private static final int OWN = 8;

  /** Throws IllegalArgumentException for a text that no backfill id can be. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BackfillId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a backfill id: " + value);
    }
  }

  /** The backfill that {@code key} asks for: an idempotency key, or a fresh random text. */
  public static BackfillId of(PipelineId pipeline, String key) {
    return new BackfillId(
        PREFIX
            + pipeline.value().substring(PIPELINE.length())
            + "-"
            + CheckedId.derive("backfill", pipeline.value(), key).substring(0, OWN));
  }

  /** The id in {@code text}, or empty if its form or check digits are wrong. */
  public static Optional<BackfillId> parse(String text) {
    return isValid(text) ? Optional.of(new BackfillId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return text != null
        && text.matches(PREFIX + "[0-9a-z]{26}-[0-9a-z]{" + OWN + "}")
        && PipelineId.parse(PIPELINE + text.substring(PREFIX.length(), text.lastIndexOf('-')))
            .isPresent();
  }

  /** Whose backfill it is. */
  public PipelineId pipeline() {
    return new PipelineId(PIPELINE + value.substring(PREFIX.length(), value.lastIndexOf('-')));
  }

  @Override
  public String toString() {
    return value;
  }
}
