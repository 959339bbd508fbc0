package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processor time used so far, user and system, in milliseconds: by this process, and by the
 * embedded PostgreSQL of its data directory. Steadier than a rate where something else is running.
 */
record ProcessorTime(double nodeMillis, double postgresMillis) {
  private static final double MILLIS_A_TICK = 10;

  static ProcessorTime now(Path home) throws IOException {
    Path postmaster = home.resolve("postgres/data/postmaster.pid");
    long server = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
    double postgres =
        millis(server)
            + ProcessHandle.of(server).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToDouble(child -> millis(child.pid()))
                .sum();
    return new ProcessorTime(millis(ProcessHandle.current().pid()), postgres);
  }

  ProcessorTime minus(ProcessorTime earlier) {
    return new ProcessorTime(
        nodeMillis - earlier.nodeMillis, postgresMillis - earlier.postgresMillis);
  }

  /** By proc(5); 0 for a process that is gone, or where there is no such file system. */
  private static double millis(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    try {
      String line = Files.readString(stat);
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      return (Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12)))
          * MILLIS_A_TICK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
