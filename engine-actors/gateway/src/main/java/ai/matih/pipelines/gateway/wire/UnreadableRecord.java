package ai.matih.pipelines.gateway.wire;

/** A record that is not what its topic carries; the message says why, without the record. */
public final class UnreadableRecord extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableRecord(String message) {
    super(message);
  }
}
