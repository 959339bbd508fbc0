package ai.matih.pipelines.planning;

import java.util.Locale;

/** Sizes as people read them, in decimal units. */
final class DataSize {
  static final long GB = 1_000_000_000L;
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

  private DataSize() {}

  /** For example {@code 512 B}, {@code 1.1 MB}, {@code 10 GB}. */
  static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes / 1000.0;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", value);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + " "
        + UNITS[unit];
  }
}
