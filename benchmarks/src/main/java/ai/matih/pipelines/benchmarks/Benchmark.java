package ai.matih.pipelines.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Measures one thing. */
interface Benchmark {

  /** Runs it in the empty directory {@code work}. */
  List<Figure> run(Path work) throws Exception;
}
