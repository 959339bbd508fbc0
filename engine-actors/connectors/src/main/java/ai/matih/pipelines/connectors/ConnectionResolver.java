package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.identity.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the values of its secrets beside a pinned connection, just before it is used. */
public final class ConnectionResolver {
  private final Secrets secrets;

  public ConnectionResolver(Secrets secrets) {
    this.secrets = secrets;
  }

  /** A secret that is not set is a CONFIGURATION failure that says where to set it. */
  public ResolvedConnection resolve(TenantId tenant, ConnectionRevision revision) {
    var definition = revision.definition();
    Map<String, Secret> values = new LinkedHashMap<>();
    definition
        .secrets()
        .forEach(
            (field, reference) -> values.put(field, value(tenant, definition.name(), reference)));
    return new ResolvedConnection(
        definition.name(), definition.type(), definition.options(), values);
  }

  private Secret value(TenantId tenant, String connection, SecretReference reference) {
    return secrets
        .find(tenant, reference)
        .orElseThrow(
            () ->
                StepFailure.configuration(
                    "SECRET_MISSING",
                    "the secret "
                        + reference.name()
                        + " of connection "
                        + connection
                        + " is not set",
                    "set MATIH_SECRET_"
                        + reference.name()
                        + " for the node, or write the file secrets/"
                        + reference.name()
                        + " in its data directory"));
  }
}
