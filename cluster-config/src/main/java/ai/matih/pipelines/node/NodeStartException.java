package ai.matih.pipelines.node;

/** A part of the node could not start; the message names it and the remedy. */
public final class NodeStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NodeStartException(String message) {
    super(message);
  }

  NodeStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
