package ai.matih.pipelines.node.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a development server in a JVM of its own, so that a test can kill it. */
record ServerInAnotherProcess(Process process) {

  /** What the child runs: the server's name and its directories. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "postgres" -> EmbeddedPostgresServer.start(Path.of(arguments[1]), Path.of(arguments[2]));
      case "kafka" -> EmbeddedKafkaServer.start(Path.of(arguments[1]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("READY");
    Thread.currentThread().join();
  }

  static ServerInAnotherProcess start(String... arguments) throws IOException {
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerInAnotherProcess.class.getName()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("READY")) {
        return new ServerInAnotherProcess(process);
      }
    }
    throw new IllegalStateException("the server in the child process did not start");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child process does not die");
    }
  }
}
