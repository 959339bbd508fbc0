package ai.matih.pipelines.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Bounds of the embedded engine on one node.
 *
 * @param stages leases held at once; a waiting stage costs little
 * @param steps steps at work at once, trivial ones aside; each may use a processor and DuckDB's
 *     memory limit
 * @param lease how long a stage stays ours without renewal; renewed three times in that time, and
 *     how long others wait after a crash
 * @param open whether more may be taken; a node that is about to leave only ends what it has
 */
public record WorkerSettings(int stages, int steps, Duration lease, BooleanSupplier open) {

  /** Of a worker that always takes more. */
  public WorkerSettings(int stages, int steps, Duration lease) {
    this(stages, steps, lease, () -> true);
  }

  /** What holds where the settings say nothing. */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(
          256, Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(3));
}
