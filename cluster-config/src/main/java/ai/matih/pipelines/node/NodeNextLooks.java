package ai.matih.pipelines.node;

import ai.matih.pipelines.execution.Sensing;
import ai.matih.pipelines.http.api.port.NextLooks;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.pipeline.Looking;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read from the rows of the wake-up index that the looks put off. Thread-safe. */
record NodeNextLooks(JdbcWakeUps wakeUps, Executor blocking) implements NextLooks {
  private static final Logger LOG = LoggerFactory.getLogger(NodeNextLooks.class);

  @Override
  public CompletionStage<Map<String, Instant>> ofTriggers(String pipelineId, Set<String> triggers) {
    return of(Looking.KIND + "|" + pipelineId + "/", triggers);
  }

  @Override
  public CompletionStage<Map<String, Instant>> ofGates(String executionId, Set<String> gates) {
    return of(Sensing.KIND + "|" + executionId + "/", gates);
  }

  private CompletionStage<Map<String, Instant>> of(String prefix, Set<String> names) {
    if (names.isEmpty()) {
      return CompletableFuture.completedStage(Map.of());
    }
    return CompletableFuture.supplyAsync(
            () -> {
              Map<String, Instant> due = new HashMap<>();
              wakeUps
                  .dueOf(names.stream().map(prefix::concat).collect(Collectors.toSet()))
                  .forEach((row, at) -> due.put(row.substring(prefix.length()), at));
              return Map.copyOf(due);
            },
            blocking)
        .exceptionally(
            failure -> {
              LOG.warn("when is looked next cannot be read: {}", failure.toString());
              return Map.of();
            });
  }
}
