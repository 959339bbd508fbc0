package ai.matih.pipelines.embedded;

import java.time.Duration;

/**
 * Bounds of the embedded engine on one node.
 *
 * @param stages leases held at once; a waiting stage costs little
 * @param steps steps at work at once, trivial ones aside; each may use a processor and DuckDB's
 *     memory limit
 * @param lease how long a stage stays ours without renewal; renewed three times in that time, and
 *     how long others wait after a crash
 */
public record WorkerSettings(int stages, int steps, Duration lease) {

  /** What holds where the settings say nothing. */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(
          256, Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(3));
}
