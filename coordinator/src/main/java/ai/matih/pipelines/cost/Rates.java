package ai.matih.pipelines.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What work on one kind of engine costs, in the currency of the price book.
 *
 * @param cpuHour one hour of one processor
 * @param gib one GiB (2^30 bytes) read from a source or written to a sink
 */
public record Rates(BigDecimal cpuHour, BigDecimal gib) {
  private static final BigDecimal HOUR_MILLIS = BigDecimal.valueOf(3_600_000);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final int SCALE = 8;

  /** Throws IllegalArgumentException for a negative rate. */
  public Rates {
    if (cpuHour.signum() < 0 || gib.signum() < 0) {
      throw new IllegalArgumentException("a rate is 0 or more");
    }
  }

  /** The cost of finished or expected work, to eight decimal places. */
  public BigDecimal cost(long cpuMillis, long bytesRead, long bytesWritten) {
    BigDecimal bytes = BigDecimal.valueOf(bytesRead).add(BigDecimal.valueOf(bytesWritten));
    return part(cpuHour, BigDecimal.valueOf(cpuMillis), HOUR_MILLIS)
        .add(part(gib, bytes, GIB))
        .setScale(SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal part(BigDecimal rate, BigDecimal amount, BigDecimal unit) {
    return rate.multiply(amount).divide(unit, 2 * SCALE, RoundingMode.HALF_UP);
  }
}
