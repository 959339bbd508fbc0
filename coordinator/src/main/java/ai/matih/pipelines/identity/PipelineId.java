package ai.matih.pipelines.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A pipeline: {@code pipeline-} and 26 checked digits, derived from tenant, name and a generation
 * that grows when a deleted name is used again.
 */
public record PipelineId(@JsonValue String value) {
  private static final String PREFIX = "pipeline-";

  /** Throws IllegalArgumentException for a text that no pipeline id can be. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PipelineId {
    if (value == null
        || !value.startsWith(PREFIX)
        || !CheckedId.isValid(value.substring(PREFIX.length()))) {
      throw new IllegalArgumentException("not a pipeline id: " + value);
    }
  }

  /** The id of the {@code generation}-th pipeline of that name (0 for the first). */
  public static PipelineId of(TenantId tenant, String name, int generation) {
    return new PipelineId(
        PREFIX + CheckedId.derive("pipeline", tenant.value(), name, "" + generation));
  }

  /** The id in {@code text}, or empty if its form or check digits are wrong. */
  public static Optional<PipelineId> parse(String text) {
    return text != null
            && text.startsWith(PREFIX)
            && CheckedId.isValid(text.substring(PREFIX.length()))
        ? Optional.of(new PipelineId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
