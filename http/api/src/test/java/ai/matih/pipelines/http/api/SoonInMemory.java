package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.port.NextLooks;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Everybody looks at the same time. */
record SoonInMemory() implements NextLooks {
  static final Instant AT = Instant.parse("2030-01-02T03:04:05Z");

  @Override
  public CompletionStage<Map<String, Instant>> ofTriggers(String pipelineId, Set<String> triggers) {
    return all(triggers);
  }

  @Override
  public CompletionStage<Map<String, Instant>> ofGates(String executionId, Set<String> gates) {
    return all(gates);
  }

  private static CompletionStage<Map<String, Instant>> all(Set<String> names) {
    return CompletableFuture.completedStage(
        names.stream().collect(Collectors.toMap(name -> name, name -> AT)));
  }
}
