package ai.matih.pipelines.connection;

import ai.matih.pipelines.identity.TenantId;
import java.util.Optional;

/** Where secret values come from. Blocking; asked by workers just before use. */
public interface Secrets {

  /** The value, or empty if no such secret is set. */
  Optional<Secret> find(TenantId tenant, SecretReference reference);
}
