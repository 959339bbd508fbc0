package ai.matih.pipelines.connectors;

/** How connections of one type are tried. Stateless and safe for use from any thread; blocks. */
public interface ConnectionType {

  /** As a connection names it, e.g. {@code postgresql}. */
  String name();

  /** Reaches the far end with the connection's own credentials, within ten seconds. */
  ConnectionTest test(ResolvedConnection connection);
}
