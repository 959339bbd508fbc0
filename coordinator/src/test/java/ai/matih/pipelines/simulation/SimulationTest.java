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

  @Test
  void thePromisesHoldInEveryInterleavingAndEveryTransitionIsTaken() {
    Coverage coverage = new Coverage();
    Long replayed = Long.getLong("matih.simulation.seed");
    LongStream seeds =
        replayed == null ? LongStream.range(0, INTERLEAVINGS) : LongStream.of(replayed);
    seeds.forEach(seed -> coverage.add(play(seed)));

    if (replayed == null) {
      assertThat(coverage.missing(AttemptTable.ROWS)).isEmpty();
      assertThat(coverage.missing(PhaseTable.ROWS)).isEmpty();
      assertThat(coverage.missing(PipelineTable.ROWS)).isEmpty();
    }
  }

  private static Coverage play(long seed) {
    try {
      return new Simulation(seed).play();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "seed " + seed + " (replay with -Dmatih.simulation.seed=" + seed + "): " + broken,
          broken);
    }
  }
}
