package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.Sink;
import java.util.Optional;

/**
 * Whether there is a connector that can write to a sink, in the mode that it asks for. The port
 * that connectors implement and planning asks; no I/O.
 */
@FunctionalInterface
public interface SinkSupport {

  /**
   * What is in the way, if anything.
   *
   * @param connection empty if the sink names none
   */
  Optional<Gap> gap(Sink sink, Optional<ConnectionRevision> connection);

  /** What a person should know before loading there, such as that a repeat is not noticed. */
  default Optional<String> caution(Sink sink, Optional<ConnectionRevision> connection) {
    return Optional.empty();
  }

  /** No connector does this; why, and what the author can do. */
  record Gap(String reason, String remedy) {}
}
