package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.EngineViews;
import ai.matih.pipelines.http.api.port.EngineViews.EngineView;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /v1/engines}: what can run pipelines, and what state it is in. */
public final class Engines {
  private final EngineViews engines;

  /** Shows what {@code engines} knows. */
  public Engines(EngineViews engines) {
    this.engines = engines;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get("/v1/engines", "listEngines", Permission.ENGINES_READ, Set.of(), this::list),
        Operation.get(
            "/v1/engines/{engineName}",
            "getEngine",
            Permission.ENGINES_READ,
            Set.of(),
            this::read));
  }

  private CompletionStage<Answer> list(Call call) {
    return engines.list(call.tenant()).thenApply(all -> Answer.ok(Map.of("data", all)));
  }

  private CompletionStage<Answer> read(Call call) {
    String name = call.path().get("engineName");
    return engines.list(call.tenant()).thenApply(all -> Answer.ok(named(all, name)));
  }

  private static EngineView named(List<EngineView> all, String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("engine", name).exception());
  }
}
