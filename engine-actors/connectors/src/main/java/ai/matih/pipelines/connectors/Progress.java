package ai.matih.pipelines.connectors;

/**
 * Told now and then how far a step is: totals so far. Called on the working thread; must not block.
 */
@FunctionalInterface
public interface Progress {
  /** For work that nobody watches. */
  Progress NONE = (rows, bytes) -> {};

  void advanced(long rows, long bytes);
}
