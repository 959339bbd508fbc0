package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.port.VariableBook;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.variable.VariableRevision;
import ai.matih.pipelines.persistence.variable.VariableStore;
import ai.matih.pipelines.variable.VariableCatalog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Variables, from the database. */
record NodeVariables(VariableStore store, Executor blocking)
    implements VariableBook, VariableCatalog {

  @Override
  public CompletionStage<Map<String, Object>> find(TenantId tenant, Collection<String> names) {
    return CompletableFuture.supplyAsync(() -> store.values(tenant, names), blocking);
  }

  @Override
  public CompletionStage<List<VariableRevision>> list(TenantId tenant) {
    return CompletableFuture.supplyAsync(() -> store.list(tenant), blocking);
  }

  @Override
  public CompletionStage<List<VariableRevision>> history(TenantId tenant, String name) {
    return CompletableFuture.supplyAsync(() -> store.history(tenant, name), blocking);
  }

  @Override
  public CompletionStage<Optional<VariableRevision>> change(
      TenantId tenant, String name, Optional<Object> value, Cause cause) {
    return CompletableFuture.supplyAsync(() -> store.change(tenant, name, value, cause), blocking);
  }
}
