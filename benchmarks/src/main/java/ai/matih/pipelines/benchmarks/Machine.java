package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine a figure was measured on. */
final class Machine {
  private Machine() {}

  /** Processors, memory, load at the time, Java; one line. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %s memory, load %s, Java %s, %s %s",
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        field("/proc/meminfo", "MemTotal"),
        first("/proc/loadavg"),
        Runtime.version().feature(),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  private static String field(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String first(String file) {
    try {
      return Files.readString(Path.of(file)).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }
}
