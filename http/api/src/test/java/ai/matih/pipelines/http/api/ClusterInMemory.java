package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.port.ClusterOperations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Two nodes, one of them away, and two readers; notes what is asked of it. */
final class ClusterInMemory implements ClusterOperations {
  static final String AWAY = "127.0.0.1:2552";

  private static final Member HERE =
      new Member(
          "127.0.0.1:2551", "Up", List.of("core"), true, true, true, false, Map.of(), Map.of());
  private static final Member GONE =
      new Member(AWAY, "Up", List.of("core"), false, false, false, false, Map.of(), Map.of());

  final List<String> done = new ArrayList<>();
  boolean alone;

  @Override
  public CompletionStage<ClusterView> view() {
    return CompletableFuture.completedStage(
        new ClusterView(
            "127.0.0.1:2551",
            alone ? List.of(HERE) : List.of(HERE, GONE),
            List.of(
                new Reader("read-model", 10, 0, 0, false, false, Instant.EPOCH),
                new Reader("public-events", 10, 0, 0, false, true, Instant.EPOCH)),
            List.of(),
            Optional.empty(),
            Optional.of(new Archive(12, 144, 2_592_000, Optional.of(Instant.EPOCH))),
            Map.of(),
            List.of(),
            List.of()));
  }

  @Override
  public boolean leave(String node) {
    done.add("leave " + node);
    return true;
  }

  @Override
  public boolean down(String node) {
    done.add("down " + node);
    return true;
  }

  @Override
  public CompletionStage<Void> drain(String node, boolean drained) {
    done.add((drained ? "drain " : "undrain ") + node);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> pause(String reader, boolean paused) {
    done.add((paused ? "pause " : "resume ") + reader);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> rewind(String reader, long position) {
    done.add("rewind " + reader + " " + position);
    return CompletableFuture.completedStage(null);
  }
}
