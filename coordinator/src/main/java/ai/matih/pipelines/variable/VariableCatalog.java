package ai.matih.pipelines.variable;

import ai.matih.pipelines.identity.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where variables are looked up by name. */
@FunctionalInterface
public interface VariableCatalog {
  /** One that nobody has set anything in. */
  VariableCatalog EMPTY = (tenant, names) -> CompletableFuture.completedStage(Map.of());

  /**
   * The values of those of {@code names} that are set: texts, numbers and truth values. Fails only
   * if the variables cannot be read at all.
   */
  CompletionStage<Map<String, Object>> find(TenantId tenant, Collection<String> names);
}
