package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.AppliedResources.Owned;
import ai.matih.pipelines.persistence.operations.AppliedResources.Resource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Who applied what from files. */
public interface Owners {

  /** What {@code owner} has applied. */
  CompletionStage<List<Owned>> of(TenantId tenant, String owner);

  /** Notes what was applied; answers what stays another owner's. */
  CompletionStage<List<Owned>> claim(Principal by, String owner, List<Resource> resources);

  /** Forgets what was applied. */
  CompletionStage<Void> release(TenantId tenant, String owner, List<Resource> resources);
}
