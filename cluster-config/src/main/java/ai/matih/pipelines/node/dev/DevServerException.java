package ai.matih.pipelines.node.dev;

/** A development server could not start, or did not stop; the message names place and remedy. */
public final class DevServerException extends RuntimeException {

  public DevServerException(String message) {
    super(message);
  }

  public DevServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
