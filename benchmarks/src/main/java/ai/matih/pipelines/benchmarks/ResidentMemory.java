package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of a node with everything it started, by proportional set size, so that what
 * PostgreSQL's processes share is counted once.
 */
final class ResidentMemory {
  private ResidentMemory() {}

  /** Of the node {@code pid} and the server in its data directory. */
  static double mebibytes(long pid, Path home) throws IOException {
    double sum = proportional(pid);
    Path postmaster = home.resolve("postgres/data/postmaster.pid");
    if (Files.exists(postmaster)) {
      long server = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
      sum += proportional(server);
      sum +=
          ProcessHandle.of(server).stream()
              .flatMap(ProcessHandle::descendants)
              .mapToDouble(child -> proportional(child.pid()))
              .sum();
    }
    return sum / 1024;
  }

  /** In KiB; 0 for a process that is gone. */
  private static double proportional(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
