package ai.matih.pipelines.node.crash;

import ai.matih.pipelines.node.dev.EmbeddedKafkaServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A real Kafka broker in a process of its own, which can be killed. */
record BrokerProcess(Process process, String bootstrap) {

  /** What the process runs, on a directory. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedKafkaServer server = EmbeddedKafkaServer.start(Path.of(arguments[0]));
    System.out.println("READY " + server.bootstrapServers());
    Thread.currentThread().join();
  }

  /** Starts it on {@code directory}; the port stays the same over restarts. */
  static BrokerProcess start(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    BrokerProcess.class.getName(),
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("READY ")) {
        Thread.ofPlatform().daemon().start(() -> drain(out));
        return new BrokerProcess(process, line.substring("READY ".length()));
      }
    }
    throw new IOException("the broker did not start on " + directory);
  }

  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // a full pipe would stop it
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
