package ai.matih.pipelines.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** From the command to the first accepted request, on a data directory that has been used. */
final class Boot implements Benchmark {
  private static final int ROUNDS = 5;

  @Override
  public List<Figure> run(Path work) throws Exception {
    Commands matih = new Commands(work);
    Samples starts = new Samples();
    for (int round = 0; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      matih.must("up");
      matih.must("get", "pipelines");
      if (round > 0) {
        starts.add(System.nanoTime() - start);
      }
      matih.must("down");
    }
    return List.of(
        Figure.atMost("start to first answered request", starts.percentile(50) / 1e3, "s", 6));
  }
}
