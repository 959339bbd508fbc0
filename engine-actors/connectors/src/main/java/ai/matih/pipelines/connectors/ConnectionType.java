package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.ConnectionDefinition;
import java.util.Optional;

/** How connections of one type are tried. Stateless and safe for use from any thread; blocks. */
public interface ConnectionType {

  /** As a connection names it, e.g. {@code postgresql}. */
  String name();

  /** The first thing that is wrong with the fields; no I/O. */
  Optional<ConnectionFlaw> flaw(ConnectionDefinition definition);

  /** Reaches the far end with the connection's own credentials, within ten seconds. */
  ConnectionTest test(ResolvedConnection connection);
}
