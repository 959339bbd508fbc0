package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.identity.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the values of its secrets beside a pinned connection, just before it is used: the one way to
 * every machine that a connection names, so this is where the node's bounds for calls hold.
 */
public final class ConnectionResolver {
  private static final String NODE = "node";

  private final Secrets secrets;
  private final Optional<NodeDatabase> nodeDatabase;
  private final Egress egress;

  /**
   * @param nodeDatabase what {@code host: node} means, if this node has one
   * @param egress what {@code host} may be otherwise
   */
  public ConnectionResolver(Secrets secrets, Optional<NodeDatabase> nodeDatabase, Egress egress) {
    this.secrets = secrets;
    this.nodeDatabase = nodeDatabase;
    this.egress = egress;
  }

  /**
   * A host that must not be called, or a secret that is not set, is a CONFIGURATION failure that
   * says what to set. Blocks for the name service where calls are bounded.
   */
  public ResolvedConnection resolve(TenantId tenant, ConnectionRevision revision) {
    var definition = revision.definition();
    if (isNodes(definition)) {
      return onNodeDatabase(definition);
    }
    Optional.ofNullable(definition.options().get("host"))
        .filter(host -> !egress.allows(host))
        .ifPresent(
            host -> {
              throw StepFailure.configuration(
                  "EGRESS_REFUSED",
                  "connection "
                      + definition.name()
                      + " leads to "
                      + host
                      + ", which is not in "
                      + Egress.SETTING
                      + " of this node",
                  Egress.remedy(host));
            });
    Map<String, Secret> values = new LinkedHashMap<>();
    definition
        .secrets()
        .forEach(
            (field, reference) -> values.put(field, value(tenant, definition.name(), reference)));
    return new ResolvedConnection(
        definition.name(), definition.type(), definition.options(), values);
  }

  /** A server that is really called so has a port or a password. */
  private static boolean isNodes(ConnectionDefinition definition) {
    return NODE.equals(definition.options().get("host"))
        && !definition.options().containsKey("port")
        && definition.secrets().isEmpty();
  }

  private ResolvedConnection onNodeDatabase(ConnectionDefinition definition) {
    var database =
        nodeDatabase
            .filter(own -> own.database().equals(definition.options().get("database")))
            .filter(own -> own.user().equals(definition.options().get("user")))
            .orElseThrow(() -> noNodeDatabase(definition.name()));
    Map<String, String> options = new LinkedHashMap<>(definition.options());
    options.put("host", database.host());
    options.put("port", Integer.toString(database.port()));
    return new ResolvedConnection(
        definition.name(), definition.type(), options, Map.of("password", database.password()));
  }

  private StepFailure noNodeDatabase(String connection) {
    return StepFailure.configuration(
        "NO_NODE_DATABASE",
        "connection "
            + connection
            + nodeDatabase
                .map(
                    own ->
                        " has host: node, which keeps database "
                            + own.database()
                            + " for user "
                            + own.user())
                .orElse(" has host: node, and this node's PostgreSQL is not embedded"),
        nodeDatabase.isPresent()
            ? "correct database and user"
            : "give it the host, port and password of a server");
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
