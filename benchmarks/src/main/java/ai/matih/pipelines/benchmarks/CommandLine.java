package ai.matih.pipelines.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** A client command against a running node, as a whole process. */
final class CommandLine implements Benchmark {
  private static final int ROUNDS = 15;

  @Override
  public List<Figure> run(Path work) throws Exception {
    Commands matih = new Commands(work);
    matih.must("up");
    try {
      Samples gets = new Samples();
      Samples versions = new Samples();
      for (int round = 0; round < ROUNDS; round++) {
        gets.add((long) (matih.must("get", "pipelines").seconds() * 1e9));
        versions.add((long) (matih.must("version").seconds() * 1e9));
      }
      return List.of(
          Figure.atMost("matih get pipelines, p50", gets.percentile(50) / 1e3, "s", 0.6),
          Figure.plain("matih version, p50", versions.percentile(50) / 1e3, "s"));
    } finally {
      matih.run("down");
    }
  }
}
