package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /health}, {@code /ready} and {@code /metrics}: nothing of any tenant in them. */
public final class NodeState {
  private static final String UP = "UP";
  private static final String DOWN = "DOWN";

  private final Health health;
  private final CollectorRegistry metrics;

  /** {@code metrics} is everything that the node counts. */
  public NodeState(Health health, CollectorRegistry metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.open("/health", "getHealth", this::alive),
        Operation.open("/ready", "getReadiness", this::ready),
        Operation.open("/metrics", "getMetrics", this::numbers));
  }

  /** {@code status} is UP or DOWN; parts by name. */
  record StateView(String status, Map<String, PartView> parts) {}

  /** One part of the node. */
  record PartView(String status, Optional<String> reason) {}

  private CompletionStage<Answer> alive(Call call) {
    return done(Answer.ok(new StateView(UP, Map.of())));
  }

  private CompletionStage<Answer> ready(Call call) {
    Map<String, PartView> views = new TreeMap<>();
    boolean up = true;
    for (Map.Entry<String, Health.Part> entry : health.parts().entrySet()) {
      Health.Part part = entry.getValue();
      up &= part.up();
      views.put(entry.getKey(), new PartView(part.up() ? UP : DOWN, part.reason()));
    }
    return done(Answer.json(up ? 200 : 503, new StateView(up ? UP : DOWN, views)));
  }

  private CompletionStage<Answer> numbers(Call call) {
    StringWriter text = new StringWriter();
    try {
      TextFormat.write004(text, metrics.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return done(Answer.text("text/plain; version=0.0.4; charset=utf-8", text.toString()));
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedStage(answer);
  }
}
