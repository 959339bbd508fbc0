package ai.matih.pipelines.connectors;

/**
 * What is wrong with the fields of a connection, found without any I/O.
 *
 * @param field e.g. {@code options.port}
 * @param message a sentence that goes on from the connection's name: {@code has no host}
 */
public record ConnectionFlaw(String field, String message, String remedy) {

  /** The failure of work that needs the connection. */
  public StepFailure asFailure(String connection) {
    return StepFailure.configuration(
        "CONNECTION_INVALID",
        "connection " + connection + " " + message,
        remedy + " in the connection " + connection);
  }
}
