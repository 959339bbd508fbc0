package ai.matih.pipelines.persistence.journal;

/**
 * One row of an entity's journal as it was written.
 *
 * @param ordering place in the whole journal
 * @param sequenceNumber place in the entity's own, from 1
 * @param writer of Pekko's persistence, an id of the entity's incarnation
 * @param writtenAt milliseconds since 1970, by the clock of the node that wrote it
 * @param payload UTF-8 JSON; not to be changed
 */
public record JournalRow(
    long ordering,
    long sequenceNumber,
    String writer,
    long writtenAt,
    String manifest,
    byte[] payload) {

  /** What the event's type is called, e.g. {@code step-ended}. */
  public String eventName() {
    return manifest.substring(0, Math.max(0, manifest.lastIndexOf(':')));
  }
}
