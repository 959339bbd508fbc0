package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.port.Owners;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.AppliedResources;
import ai.matih.pipelines.persistence.operations.AppliedResources.Owned;
import ai.matih.pipelines.persistence.operations.AppliedResources.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Who applied what, from the database. */
record NodeOwners(AppliedResources resources, Executor blocking) implements Owners {

  @Override
  public CompletionStage<List<Owned>> of(TenantId tenant, String owner) {
    return CompletableFuture.supplyAsync(() -> resources.of(tenant, owner), blocking);
  }

  @Override
  public CompletionStage<List<Owned>> claim(Principal by, String owner, List<Resource> given) {
    return CompletableFuture.supplyAsync(
        () -> resources.claim(by.tenant(), owner, by.subject(), given), blocking);
  }

  @Override
  public CompletionStage<Void> release(TenantId tenant, String owner, List<Resource> given) {
    return CompletableFuture.runAsync(() -> resources.release(tenant, owner, given), blocking);
  }
}
