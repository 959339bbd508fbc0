package ai.matih.pipelines.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations in nanoseconds, and their percentiles in milliseconds. */
final class Samples {
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

  void add(long duration) {
    nanos.add(duration);
  }

  int count() {
    return nanos.size();
  }

  /** The {@code percent}-th percentile in milliseconds; 0 without samples. */
  double percentile(double percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    if (sorted.isEmpty()) {
      return 0;
    }
    int at = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
    return sorted.get(Math.max(0, at)) / 1e6;
  }
}
