package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.variable.VariableRevision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The variables of tenants; a change is durable when its stage completes. */
public interface VariableBook {

  /** Those that are set, by name. */
  CompletionStage<List<VariableRevision>> list(TenantId tenant);

  /** Every revision of one, the newest first. */
  CompletionStage<List<VariableRevision>> history(TenantId tenant, String name);

  /**
   * Sets one, or ends it if {@code value} is empty; answers the newest revision, or nothing if
   * there was nothing to end.
   */
  CompletionStage<Optional<VariableRevision>> change(
      TenantId tenant, String name, Optional<Object> value, Cause cause);
}
