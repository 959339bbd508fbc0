package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.entity.Journaled;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Hands {@link JournalCodec} to Pekko. An event that cannot be read fails the recovery of its
 * entity: it is never skipped.
 */
public final class JournalSerializer extends SerializerWithStringManifest {

  /** Stored with every event; never changes. */
  static final int IDENTIFIER = 7401;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object record) {
    return JournalCodec.CURRENT.manifest((Journaled<?>) record);
  }

  @Override
  public byte[] toBinary(Object record) {
    var journaled = (Journaled<?>) record;
    var bytes = JournalCodec.CURRENT.write(journaled);
    WrittenRecords.keep(bytes, journaled);
    return bytes;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return ArchiveMark.is(manifest)
        ? ArchiveMark.read(bytes)
        : JournalCodec.CURRENT.read(manifest, bytes);
  }
}
