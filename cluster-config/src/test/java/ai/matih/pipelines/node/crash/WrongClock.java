package ai.matih.pipelines.node.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A process's own clock, set while it runs: what it is told of the time of day is wrong by an
 * offset, its monotonic clock is right, as on a machine whose clock somebody sets.
 */
final class WrongClock {
  private final Path library;
  private final Path file;

  private WrongClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** A clock that is right; without libfaketime the test is skipped and says so. */
  static WrongClock at(Path file) throws IOException {
    Path library;
    try (Stream<Path> found =
        Files.find(
            Path.of("/usr/lib"), 4, (path, is) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
      library = found.findAny().orElse(Path.of(""));
    }
    Assumptions.assumeFalse(
        library.equals(Path.of("")),
        "a clock that jumps needs libfaketime: apt-get install libfaketime");
    WrongClock clock = new WrongClock(library, file);
    clock.set(Duration.ZERO);
    return clock;
  }

  /** From now on, within a second, the process's clock is wrong by so much. */
  void set(Duration offset) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, "%+d\n".formatted(offset.toSeconds()));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** With which the process is to be started. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // else every wait with a time limit ends at once
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }
}
