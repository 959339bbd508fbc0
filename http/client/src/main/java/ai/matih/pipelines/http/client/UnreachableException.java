package ai.matih.pipelines.http.client;

import java.net.URI;

/** No answer: nothing listens, the connection broke, or the time ran out. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient URI url;

  UnreachableException(URI url, Throwable cause) {
    super("no answer from " + url + reason(cause), cause);
    this.url = url;
  }

  /** The address that did not answer. */
  public URI url() {
    return url;
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? "" : ": " + cause.getMessage();
  }
}
