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
  private static final boolean LONG = Boolean.getBoolean("matih.test.long");
  private static final long INTERLEAVINGS = LONG ? 100_000 : 6_000;

  /** Played by all processors, each by one: a seed decides everything of its own. */
  private static final int TOGETHER = 500;

  @Test
  void thePromisesHoldInEveryInterleavingAndEveryTransitionIsTaken() {
    Coverage coverage = new Coverage();
    Long replayed = Long.getLong("matih.simulation.seed");
    if (replayed != null) {
      play(replayed);
      return;
    }
    for (long seed = 0; seed < INTERLEAVINGS; seed += TOGETHER) {
      LongStream.range(seed, seed + TOGETHER)
          .parallel()
          .mapToObj(SimulationTest::play)
          .toList()
          .forEach(coverage::add);
    }
    assertThat(coverage.missing(PhaseTable.ROWS)).isEmpty();
    assertThat(coverage.missing(PipelineTable.ROWS)).isEmpty();
    if (LONG) {
      // some of these are taken once in 20,000 lives: by what an engine forgot and finds again
      assertThat(coverage.missing(AttemptTable.ROWS)).isEmpty();
    }
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
