package ai.matih.pipelines.cost;

import ai.matih.pipelines.entity.Sharing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What the runs of one pipeline cost, by the month (UTC) in which they were submitted: reserved at
 * the start, settled at the end. Keeps the last 13 months.
 *
 * @param months by {@code 2026-11}, oldest first
 */
public record Ledger(Map<String, Month> months) {
  private static final int MONTHS = 13;

  /** Nothing spent. */
  public static final Ledger EMPTY = new Ledger(Map.of());

  /**
   * One month.
   *
   * @param reserved what runs that have not ended are expected to cost
   * @param settled what ended runs did cost
   */
  public record Month(BigDecimal reserved, BigDecimal settled) {
    static final Month NONE = new Month(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Both together. */
    public BigDecimal sum() {
      return reserved.add(settled);
    }
  }

  public Ledger {
    months = Sharing.of(months);
  }

  /** The month's name, e.g. {@code 2026-11}. */
  public static String month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC)).toString();
  }

  /** The month in which {@code at} lies. */
  public Month at(Instant at) {
    return months.getOrDefault(month(at), Month.NONE);
  }

  /** A run submitted at {@code submitted} is expected to cost {@code expected}. */
  public Ledger reserve(Instant submitted, BigDecimal expected) {
    Month month = at(submitted);
    return with(month(submitted), new Month(month.reserved().add(expected), month.settled()));
  }

  /** It did cost {@code actual}; {@code expected} is what was reserved for it. */
  public Ledger settle(Instant submitted, BigDecimal expected, BigDecimal actual) {
    Month month = at(submitted);
    return with(
        month(submitted),
        new Month(
            month.reserved().subtract(expected).max(BigDecimal.ZERO), month.settled().add(actual)));
  }

  private Ledger with(String name, Month month) {
    Map<String, Month> next = Sharing.plus(months, name, month);
    return new Ledger(
        next.size() > MONTHS ? Sharing.minus(next, next.keySet().iterator().next()) : next);
  }
}
