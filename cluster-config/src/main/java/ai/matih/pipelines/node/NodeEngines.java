package ai.matih.pipelines.node;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.http.api.port.EngineViews.EngineView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The engines of this release: the embedded one, and why the others are not there. */
final class NodeEngines {
  private NodeEngines() {}

  static CompletionStage<List<EngineView>> views(Settings.Embedded embedded) {
    List<EngineView> views = new ArrayList<>();
    views.add(
        new EngineView(
            EmbeddedEngine.INSTANCE,
            EngineKind.EMBEDDED,
            "UP",
            Optional.empty(),
            embedded.auto(),
            OptionalInt.of(embedded.capacity()),
            OptionalInt.empty(),
            Optional.of(Node.VERSION),
            List.of("batch", "sql", "quality checks", "jdbc", "files")));
    for (EngineKind kind :
        List.of(EngineKind.AIRFLOW, EngineKind.SPARK, EngineKind.FLINK, EngineKind.TEMPORAL)) {
      views.add(
          new EngineView(
              kind.wireName(),
              kind,
              "NOT_CONFIGURED",
              Optional.of("this release drives the embedded engine only"),
              false,
              OptionalInt.empty(),
              OptionalInt.empty(),
              Optional.empty(),
              List.of()));
    }
    return CompletableFuture.completedFuture(List.copyOf(views));
  }
}
