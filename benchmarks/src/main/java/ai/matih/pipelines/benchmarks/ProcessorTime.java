package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

  /** Of this process's compilers so far; 0 where there is no such file system. */
  static double compilerMillis() throws IOException {
    Path threads = Path.of("/proc/self/task");
    if (!Files.exists(threads)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(threads)) {
      return all.filter(ProcessorTime::compiles).mapToDouble(ProcessorTime::millis).sum();
    }
  }

  private static boolean compiles(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s*");
    } catch (IOException e) {
      return false;
    }
  }

  private static double millis(long pid) {
    return millis(Path.of("/proc", Long.toString(pid)));
  }

  /** By proc(5); 0 for a process or thread that is gone, or where there is no such file system. */
  private static double millis(Path task) {
    Path stat = task.resolve("stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    try {
      String line = Files.readString(stat);
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      return (Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12)))
          * MILLIS_A_TICK;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
