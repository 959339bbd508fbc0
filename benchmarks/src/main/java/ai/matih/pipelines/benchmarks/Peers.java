package ai.matih.pipelines.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The work of {@link Orchestration} beside the same work on Temporal's own server ({@code
 * start-dev} with a database file), one after the other on this machine. Its client and worker run
 * in a process of their own, as the peer's users would have it. {@code bin/bench} fetches both.
 */
final class Peers implements Benchmark {
  private static final double RATIO = 25;
  private static final double LATENCY_RATIO = 10;

  @Override
  public List<Figure> run(Path work) throws Exception {
    List<Figure> figures =
        new ArrayList<>(new Orchestration().run(Files.createDirectory(work.resolve("matih"))));
    Map<String, Double> temporal = temporal(Files.createDirectory(work.resolve("temporal")));
    double throughput = named(figures, "throughput, 100 pipelines");
    double alone = named(figures, "idle latency, p50");
    figures.add(Figure.plain("Temporal: throughput", temporal.get("throughput"), "runs/s"));
    figures.add(Figure.plain("Temporal: idle latency, p50", temporal.get("p50"), "ms"));
    figures.add(Figure.plain("Temporal: idle latency, p99", temporal.get("p99"), "ms"));
    figures.add(
        Figure.atLeast(
            "throughput, times Temporal's", throughput / temporal.get("throughput"), "x", RATIO));
    figures.add(
        Figure.atLeast(
            "idle latency, Temporal's times ours",
            temporal.get("p50") / alone,
            "x",
            LATENCY_RATIO));
    return figures;
  }

  private static double named(List<Figure> figures, String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Map<String, Double> temporal(Path work) throws IOException, InterruptedException {
    int port = freePort();
    Process server =
        new ProcessBuilder(
                setting("MATIH_TEMPORAL"),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--db-filename",
                work.resolve("temporal.db").toString(),
                "--log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("server.log").toFile())
            .start();
    try {
      return measured("127.0.0.1:" + port);
    } finally {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Map<String, Double> measured(String address)
      throws IOException, InterruptedException {
    Process peer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                setting("MATIH_PEERS_CLASSPATH"),
                "ai.matih.pipelines.benchmarks.peers.TemporalPeer",
                address)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Double> values = new TreeMap<>();
    for (String line :
        new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\R")) {
      int equals = line.indexOf('=');
      if (line.matches("[a-z0-9]+=[0-9.]+")) {
        values.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
      }
    }
    if (peer.waitFor() != 0 || !values.keySet().containsAll(List.of("throughput", "p50", "p99"))) {
      throw new IllegalStateException(
          "the measurement of Temporal ended with " + peer.exitValue() + " and gave " + values);
    }
    return values;
  }

  private static String setting(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run bin/bench peers");
    }
    return value;
  }
}
