package ai.matih.pipelines.definition;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How many rows may fail a check: a count, or a fraction of the rows looked at. Exactly one is
 * given.
 */
public record Tolerance(Optional<Long> count, Optional<BigDecimal> fraction) {
  /** No row may fail. */
  public static final Tolerance NONE = ofCount(0);

  /** At most this many rows. */
  public static Tolerance ofCount(long count) {
    return new Tolerance(Optional.of(count), Optional.empty());
  }

  /** At most this part of the rows, from 0 to 1. */
  public static Tolerance ofFraction(BigDecimal fraction) {
    return new Tolerance(Optional.empty(), Optional.of(fraction));
  }

  /** Whether {@code failing} of {@code rows} rows is still within the tolerance. */
  public boolean allows(long failing, long rows) {
    return fraction
        .map(
            part ->
                BigDecimal.valueOf(failing).compareTo(part.multiply(BigDecimal.valueOf(rows))) <= 0)
        .orElseGet(() -> failing <= count.orElse(0L));
  }
}
