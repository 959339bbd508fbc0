package ai.matih.pipelines.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@link ResidentMemory} of a node, at rest and under load. */
final class Memory implements Benchmark {
  private static final int REST_SECONDS = 20;
  private static final int LOAD_SECONDS = 40;
  private static final int CLIENTS = 32;

  @Override
  public List<Figure> run(Path work) throws Exception {
    Commands matih = new Commands(work);
    matih.must("up");
    try {
      var node = new ObjectMapper().readTree(work.resolve("node.json").toFile());
      LocalApi api = LocalApi.of(node.path("url").asText(), work);
      long pid = node.path("pid").asLong();
      String pipeline = api.define(LocalApi.THREE_TRIVIAL_STEPS);
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      double rest = ResidentMemory.mebibytes(pid, work);
      double loaded = underLoad(api, pipeline, pid, work);
      return List.of(
          Figure.atMost("at rest", rest, "MiB", 550),
          Figure.atMost("under load, largest seen", loaded, "MiB", 900));
    } finally {
      matih.run("down");
    }
  }

  private static double underLoad(LocalApi api, String pipeline, long pid, Path home)
      throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOAD_SECONDS);
    List<Thread> clients =
        Stream.generate(
                () ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              while (System.nanoTime() < until) {
                                try {
                                  api.call(
                                      "POST",
                                      "/v1/pipelines/" + pipeline + "/execute",
                                      "application/json",
                                      "{}");
                                } catch (IOException e) {
                                  // a refusal under load is not what is measured here
                                } catch (InterruptedException e) {
                                  return;
                                }
                              }
                            }))
            .limit(CLIENTS)
            .toList();
    double most = 0;
    while (System.nanoTime() < until) {
      most = Math.max(most, ResidentMemory.mebibytes(pid, home));
      TimeUnit.MILLISECONDS.sleep(500);
    }
    for (Thread client : clients) {
      client.join();
    }
    return most;
  }
}
