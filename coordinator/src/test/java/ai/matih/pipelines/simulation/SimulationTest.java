package ai.matih.pipelines.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.AttemptTable;
import ai.matih.pipelines.execution.PhaseTable;
import ai.matih.pipelines.pipeline.PipelineTable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of interleavings of everything that can go wrong. One is replayed with {@code bin/test
 * -pl coordinator -Dtest=SimulationTest -Dmatih.simulation.seed=N}.
 */
class SimulationTest {
  private static final long INTERLEAVINGS = Boolean.getBoolean("matih.test.long") ? 100_000 : 7_000;

  /** Played by all processors, each by one: a seed decides everything of its own. */
  private static final int TOGETHER = 500;

  /** The rarest transition may need more. */
  private static final long MOST = 40_000;

  @Test
  void thePromisesHoldInEveryInterleavingAndEveryTransitionIsTaken() {
    Coverage coverage = new Coverage();
    Long replayed = Long.getLong("matih.simulation.seed");
    if (replayed != null) {
      play(replayed);
      return;
    }
    long seed = 0;
    while (seed < INTERLEAVINGS || seed < MOST && !complete(coverage)) {
      LongStream.range(seed, seed + TOGETHER)
          .parallel()
          .mapToObj(SimulationTest::play)
          .toList()
          .forEach(coverage::add);
      seed += TOGETHER;
    }
    assertThat(coverage.missing(AttemptTable.ROWS)).isEmpty();
    assertThat(coverage.missing(PhaseTable.ROWS)).isEmpty();
    assertThat(coverage.missing(PipelineTable.ROWS)).isEmpty();
  }

  private static boolean complete(Coverage coverage) {
    return coverage.missing(AttemptTable.ROWS).isEmpty()
        && coverage.missing(PhaseTable.ROWS).isEmpty()
        && coverage.missing(PipelineTable.ROWS).isEmpty();
  }

  private static Coverage play(long seed) {
    try {
      return new Simulation(seed).play();
    } catch (Error | RuntimeException broken) {
      throw new AssertionError(
          "seed " + seed + " (replay with -Dmatih.simulation.seed=" + seed + "): " + broken,
          broken);
    }
  }
}
