package ai.matih.pipelines.persistence.projection;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.persistence.journal.ArchiveMark;
import ai.matih.pipelines.persistence.journal.JournalArchive;
import ai.matih.pipelines.persistence.journal.JournalCodec;
import ai.matih.pipelines.persistence.journal.WrittenRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * One row of the journal on its way through its readers. Unless this node wrote it just now, head
 * and event are parsed when they are first asked for, and once; after the event the head costs
 * nothing. Thread-safe: what is parsed is immutable, and two threads that ask at once for the first
 * time get equal values.
 */
public final class JournalEntry {

  private final long ordering;
  private final String persistenceId;
  private final long sequenceNumber;
  private final String manifest;
  private final byte[] payload;
  private JournalCodec.Head head;
  private Journaled<?> record;
  private FollowedRuns.Change change;

  public JournalEntry(
      long ordering, String persistenceId, long sequenceNumber, String manifest, byte[] payload) {
    this.ordering = ordering;
    this.persistenceId = persistenceId;
    this.sequenceNumber = sequenceNumber;
    this.manifest = manifest;
    this.payload = payload;
    this.record = WrittenRecords.take(payload).orElse(null);
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
    var known = head;
    if (known == null) {
      var whole = record;
      known =
          whole == null
              ? JournalCodec.CURRENT.readHead(manifest, payload)
              : new JournalCodec.Head(
                  whole.tenant(), whole.occurredAt(), whole.cause(), whole.wake());
      head = known;
    }
    return known;
  }

  /**
   * The event. Throws {@link ai.matih.pipelines.persistence.journal.UnreadableRecord} if this
   * release does not know it.
   */
  public Object event() {
    var known = record;
    if (known == null) {
      known = JournalCodec.CURRENT.read(manifest, payload);
      record = known;
    }
    return known.event();
  }

  /** What the entry made of its run, if somebody has folded it already. */
  Optional<FollowedRuns.Change> change() {
    return Optional.ofNullable(change);
  }

  void changed(FollowedRuns.Change folded) {
    change = folded;
  }

  /** True if it only stands for entries that were archived. */
  boolean isArchived() {
    return ArchiveMark.is(manifest);
  }

  /** What it stands for and lay behind {@code place}, at its own place. */
  List<JournalEntry> archived(long place, Connection connection) throws SQLException {
    return JournalArchive.open(connection, persistenceId, payload).stream()
        .filter(row -> row.ordering() > place)
        .map(
            row ->
                new JournalEntry(
                    ordering, persistenceId, row.sequenceNumber(), row.manifest(), row.payload()))
        .toList();
  }

  /** One text of the event, for readers who need no more of it; empty if it is not there. */
  public Optional<String> text(List<String> path) {
    return JournalCodec.CURRENT.readText(manifest, payload, path);
  }
}
