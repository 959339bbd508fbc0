package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import ai.matih.pipelines.persistence.operations.OperatorActions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The audit of operators, in the node's database. */
record NodeOperatorLog(OperatorActions actions, Executor blocking) implements OperatorLog {

  @Override
  public CompletionStage<OptionalLong> begin(
      TenantId tenant,
      Cause cause,
      String action,
      String target,
      Map<String, Object> details,
      Optional<String> onlyOnce) {
    return CompletableFuture.supplyAsync(
        () -> actions.begin(tenant, cause, action, target, Json.text(details), onlyOnce), blocking);
  }

  @Override
  public CompletionStage<Void> end(long id, String outcome) {
    return CompletableFuture.runAsync(() -> actions.end(id, outcome), blocking);
  }

  @Override
  public CompletionStage<List<OperatorAction>> newest(TenantId tenant, long before, int limit) {
    return CompletableFuture.supplyAsync(() -> actions.newest(tenant, before, limit), blocking);
  }
}
