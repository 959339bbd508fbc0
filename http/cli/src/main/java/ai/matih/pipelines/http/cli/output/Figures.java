package ai.matih.pipelines.http.cli.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers as a person reads them. */
public final class Figures {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final BigDecimal LEAST = new BigDecimal("0.0001");

  private Figures() {}

  /** {@code 27,004}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1.1 MB}, in powers of 1,000; from 0.1 of a unit on the larger unit is used. */
  public static String bytes(long number) {
    if (number < 1000) {
      return number + " B";
    }
    double value = number;
    int unit = 0;
    while (value >= 100 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 0.4 s}, {@code 75 s}, {@code 12 min 5 s}, {@code 3 h 2 min}. */
  public static String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** {@code ~2 s}: a guess does not pretend to tenths above one second. */
  public static String roughly(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    return seconds < 1 ? "< 1 s" : "~" + (seconds < 60 ? seconds + " s" : time(duration));
  }

  /** {@code $0.0001}: cents from one cent on, four digits below, and what is less is said so. */
  public static String money(BigDecimal amount, String currency) {
    String sign = "USD".equals(currency) ? "$" : currency + " ";
    if (amount.signum() == 0) {
      return sign + "0";
    }
    if (amount.abs().compareTo(LEAST) < 0) {
      return "< " + sign + LEAST.toPlainString();
    }
    int digits = amount.abs().compareTo(CENT) < 0 ? 4 : 2;
    return sign + amount.setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  /** {@code 2026-01-02T06:00:00Z}, to the second. */
  public static String instant(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code 0.97}. */
  public static String score(double share) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(share * 100) / 100);
  }
}
