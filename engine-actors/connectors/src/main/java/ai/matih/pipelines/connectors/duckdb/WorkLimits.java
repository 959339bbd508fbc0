package ai.matih.pipelines.connectors.duckdb;

import java.nio.file.Path;

/**
 * What one step may use of the machine.
 *
 * @param memoryBytes bound of DuckDB's memory; it spills to {@code temp} beyond it
 * @param tempBytes bound of spilled data
 * @param temp where it spills; the step's own directory, removed with it
 */
public record WorkLimits(long memoryBytes, long tempBytes, int threads, Path temp) {

  public WorkLimits {
    if (memoryBytes < 16 << 20 || tempBytes < 0 || threads < 1) {
      throw new IllegalArgumentException("limits too small: " + memoryBytes + ", " + threads);
    }
  }
}
