package ai.matih.pipelines.node;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters that wait for somebody, as a metric. Kafka is asked behind a scrape, never by it, so
 * the figure is that of the scrape before or some seconds old; without an answer there is none.
 */
final class OpenDeadLetters extends Collector {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDeadLetters.class);
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Supplier<Map<String, Long>> count;
  private final Executor blocking;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Map<String, Long> known = Map.of();
  private volatile long askedAt = System.nanoTime() - FRESH.toNanos();

  /** {@code count} by topic may block. */
  OpenDeadLetters(Supplier<Map<String, Long>> count, Executor blocking) {
    this.count = count;
    this.blocking = blocking;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    if (System.nanoTime() - askedAt >= FRESH.toNanos() && asking.compareAndSet(false, true)) {
      blocking.execute(this::ask);
    }
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "matih_dead_letters_open",
            "Dead letters that nobody has replayed or discarded.",
            List.of("topic"));
    known.forEach((topic, open) -> family.addMetric(List.of(topic), open));
    return List.of(family);
  }

  private void ask() {
    try {
      known = count.get();
    } catch (RuntimeException e) {
      known = Map.of();
      LOG.debug("the dead letters cannot be counted", e);
    } finally {
      askedAt = System.nanoTime();
      asking.set(false);
    }
  }
}
