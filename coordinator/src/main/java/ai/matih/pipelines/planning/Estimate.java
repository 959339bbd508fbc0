package ai.matih.pipelines.planning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a run is expected to read, take and cost. Unknown figures are empty, never 0.
 *
 * @param cost in {@code currency}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Estimate(
    Basis basis,
    OptionalLong rows,
    OptionalLong bytes,
    Duration duration,
    BigDecimal cost,
    String currency) {

  /** What the figures rest on, best first. */
  public enum Basis {
    EARLIER_RUNS,
    SOURCE_STATISTICS,
    FILE_STATISTICS,
    UNKNOWN
  }
}
