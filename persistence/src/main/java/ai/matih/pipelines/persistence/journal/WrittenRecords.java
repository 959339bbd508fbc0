package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.entity.Journaled;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What this node journaled of late, by its bytes: who reads the same bytes back from the journal a
 * moment later gets the record that they were made of, and parses nothing. A supply of bounded
 * size, from which records fall at any time; thread-safe.
 */
public final class WrittenRecords {

  private static final int PLACES = 1 << 12;
  private static final int LONGEST = 16 << 10;

  private record Written(byte[] bytes, Journaled<?> record) {}

  private static final AtomicReferenceArray<Written> LATE = new AtomicReferenceArray<>(PLACES);

  private WrittenRecords() {}

  static void keep(byte[] bytes, Journaled<?> record) {
    if (bytes.length <= LONGEST) {
      LATE.set(place(bytes), new Written(bytes, record));
    }
  }

  /** The record that {@code bytes} were made of, once; empty if it is not known here any more. */
  public static Optional<Journaled<?>> take(byte[] bytes) {
    int place = place(bytes);
    var written = LATE.get(place);
    if (written == null || !Arrays.equals(written.bytes(), bytes)) {
      return Optional.empty();
    }
    LATE.compareAndSet(place, written, null);
    return Optional.of(written.record());
  }

  private static int place(byte[] bytes) {
    int hash = Arrays.hashCode(bytes);
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
