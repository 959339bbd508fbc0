package ai.matih.pipelines.connection;

import ai.matih.pipelines.identity.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where connections are looked up by name. */
@FunctionalInterface
public interface ConnectionCatalog {

  /**
   * The newest revision of each named connection that the tenant has; a name without one is left
   * out. Fails only if the connections cannot be read at all.
   */
  CompletionStage<Map<String, ConnectionRevision>> find(TenantId tenant, Collection<String> names);
}
