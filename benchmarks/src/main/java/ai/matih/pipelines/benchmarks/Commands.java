package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code bin/matih} as a user does, in a data directory of its own. */
record Commands(Path home) {

  /** What came of a command. */
  record Outcome(int code, double seconds, String output) {}

  /** Runs {@code bin/matih} with {@code arguments} to its end. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getenv("MATIH_ROOT"), "bin", "matih").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MATIH_HOME", home.toString());
    long start = System.nanoTime();
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    int code = process.waitFor();
    return new Outcome(code, (System.nanoTime() - start) / 1e9, output);
  }

  /** The same, where anything but 0 ends the benchmark. */
  Outcome must(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run(arguments);
    if (outcome.code() != 0) {
      throw new IOException(
          "bin/matih "
              + String.join(" ", arguments)
              + " ended with "
              + outcome.code()
              + ":\n"
              + outcome.output());
    }
    return outcome;
  }
}
