package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The audit of what operators do to the system itself. */
public interface OperatorLog {

  /** Notes what is about to be done; empty if something was done already under {@code onlyOnce}. */
  CompletionStage<OptionalLong> begin(
      TenantId tenant,
      Cause cause,
      String action,
      String target,
      Map<String, Object> details,
      Optional<String> onlyOnce);

  /** Notes what came of it: {@link OperatorAction#DONE}, or why not. */
  CompletionStage<Void> end(long id, String outcome);

  /** What operators of the tenant did before the action {@code before}, the newest first. */
  CompletionStage<List<OperatorAction>> newest(TenantId tenant, long before, int limit);
}
