package ai.matih.pipelines.persistence.projection;

import ai.matih.pipelines.persistence.journal.JournalCodec;

/**
 * One row of the journal on its way through projections. Head and event are parsed when they are
 * first asked for. For one thread.
 */
public final class JournalEntry {

  private final long ordering;
  private final String persistenceId;
  private final long sequenceNumber;
  private final String manifest;
  private final byte[] payload;
  private JournalCodec.Head head;
  private Object event;

  public JournalEntry(
      long ordering, String persistenceId, long sequenceNumber, String manifest, byte[] payload) {
    this.ordering = ordering;
    this.persistenceId = persistenceId;
    this.sequenceNumber = sequenceNumber;
    this.manifest = manifest;
    this.payload = payload;
  }

  /** Place in the whole journal; grows, with gaps. */
  public long ordering() {
    return ordering;
  }

  /** {@code <kind>|<id>}. */
  public String persistenceId() {
    return persistenceId;
  }

  /** The id of the entity, without its kind. */
  public String entityId() {
    return persistenceId.substring(persistenceId.indexOf('|') + 1);
  }

  /** Place in the entity's own journal, from 1 without gaps. */
  public long sequenceNumber() {
    return sequenceNumber;
  }

  /** What the event's type is called in the journal, e.g. {@code step-ended}. */
  public String eventName() {
    return manifest.substring(0, Math.max(0, manifest.lastIndexOf(':')));
  }

  /** Who, when, and the entity's due time. */
  public JournalCodec.Head head() {
    if (head == null) {
      head = JournalCodec.CURRENT.readHead(manifest, payload);
    }
    return head;
  }

  /**
   * The event. Throws {@link ai.matih.pipelines.persistence.journal.UnreadableRecord} if this
   * release does not know it.
   */
  public Object event() {
    if (event == null) {
      event = JournalCodec.CURRENT.read(manifest, payload).event();
    }
    return event;
  }
}
