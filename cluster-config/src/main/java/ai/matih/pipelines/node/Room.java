package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.port.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Room on the disk of the data directory. PostgreSQL and the broker end when they cannot write, so
 * a node neither starts nor takes new runs with less than a little left; what it has accepted lies
 * in the journal and goes on when there is room again.
 */
record Room(Path home) {
  private static final long LEAST = 64L << 20;

  /** Throws {@link NodeStartException} if a start would only fill the disk. */
  void check() {
    Health.Part part = part();
    if (!part.up()) {
      throw new NodeStartException(
          part.reason().orElseThrow()
              + "; make room there and start again, what was accepted goes on then");
    }
  }

  /** How it is now. */
  Health.Part part() {
    return part(left());
  }

  Health.Part part(long left) {
    return left >= LEAST
        ? new Health.Part(true, Optional.empty())
        : new Health.Part(
            false,
            Optional.of(
                "the disk of "
                    + home
                    + " has "
                    + (left >> 20)
                    + " MiB left, and a node needs "
                    + (LEAST >> 20)));
  }

  private long left() {
    try {
      return Files.getFileStore(home).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }
}
