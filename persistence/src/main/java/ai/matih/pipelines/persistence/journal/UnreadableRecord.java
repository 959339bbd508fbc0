package ai.matih.pipelines.persistence.journal;

/** A stored record cannot be read by this release; the message says which and what to do. */
public final class UnreadableRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableRecord(String message) {
    super(message);
  }

  public UnreadableRecord(String message, Throwable cause) {
    super(message, cause);
  }
}
