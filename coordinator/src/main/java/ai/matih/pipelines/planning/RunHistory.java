package ai.matih.pipelines.planning;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What earlier runs of a pipeline really took: a handful of those that succeeded, the newest first.
 */
public record RunHistory(List<Run> runs) {

  /** No run has succeeded yet. */
  public static final RunHistory NONE = new RunHistory(List.of());

  public RunHistory {
    runs = List.copyOf(runs);
  }

  /** When the last run that succeeded was started. */
  public Optional<Instant> lastStart() {
    return runs.stream().findFirst().map(Run::startedAt);
  }

  /**
   * One run.
   *
   * @param rows read from sources
   * @param bytes read from sources, as stored there
   */
  public record Run(Instant startedAt, long rows, long bytes, Duration duration, BigDecimal cost) {}
}
