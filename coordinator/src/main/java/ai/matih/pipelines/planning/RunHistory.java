package ai.matih.pipelines.planning;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What earlier runs of a pipeline really took; runs that succeeded only, the newest first.
 *
 * <p>A handful is enough.
 */
public record RunHistory(List<Run> runs) {

  /** No run has succeeded yet. */
  public static final RunHistory NONE = new RunHistory(List.of());

  public RunHistory {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param rows read from sources
   * @param bytes read from sources, as stored there
   */
  public record Run(long rows, long bytes, Duration duration, BigDecimal cost) {}
}
