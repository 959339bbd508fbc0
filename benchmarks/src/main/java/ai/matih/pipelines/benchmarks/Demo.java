package ai.matih.pipelines.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** {@code bin/matih demo --once}, the second time. */
final class Demo implements Benchmark {

  @Override
  public List<Figure> run(Path work) throws Exception {
    Commands matih = new Commands(work);
    double first = matih.must("demo", "--once").seconds();
    double second = matih.must("demo", "--once").seconds();
    return List.of(
        Figure.atMost("demo, second start", second, "s", 15),
        Figure.plain("demo, first start after the build", first, "s"));
  }
}
