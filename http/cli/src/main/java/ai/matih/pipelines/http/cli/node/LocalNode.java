package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A node that this command line started, as a process of its own. */
public final class LocalNode {
  private static final int USUAL_PORT = 8000;
  private static final Duration LONGEST_START = Duration.ofSeconds(120);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(120);

  /** Meant for the command line; a node refuses variables that it does not know. */
  private static final Set<String> OURS =
      Set.of("MATIH_DIST", "MATIH_ROOT", "MATIH_DEBUG", "MATIH_JAVA_OPTIONS");

  private final Path home;
  private final Process process;
  private final NodeFile file;

  private LocalNode(Path home, Process process, NodeFile file) {
    this.home = home;
    this.process = process;
    this.file = file;
  }

  /**
   * Starts a node and returns when it is ready.
   *
   * @param onPart told each part that became ready, as the node names it
   * @throws Stop with the node's last words if it ends or does not become ready
   */
  public static LocalNode start(Start start, Consumer<String> onPart) {
    Path home = start.home();
    NodeRuntime runtime = NodeRuntime.of(System.getenv());
    if (!Files.isDirectory(runtime.dist().resolve("lib"))) {
      throw Stop.with(
          ExitCode.NO_NODE,
          "There is no built node in " + runtime.dist(),
          "Start it with bin/matih of the project, which builds it.");
    }
    Path logs = home.resolve("logs");
    Path output = logs.resolve("node.out");
    Process process;
    try {
      Files.createDirectories(logs);
      Files.deleteIfExists(home.resolve("node.json"));
      List<String> command =
          runtime.command(
              home, start.port() == 0 ? freePort() : start.port(), start.record(), System.getenv());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(OURS::contains);
      process =
          builder
              .directory(start.directory().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw Stop.with(
          ExitCode.NO_NODE,
          "The node cannot be started: " + e.getMessage(),
          "Check that " + home + " can be written.");
    }
    NodeFile ready = awaitReady(home, process, output, onPart);
    return new LocalNode(home, process, ready);
  }

  /**
   * How a node is started.
   *
   * @param port 0 for the usual one, or a free one if that is taken
   * @param directory where it runs; {@code local} connections may lead into it
   * @param record whether it may record the start-up archive
   */
  public record Start(Path home, int port, Path directory, boolean record) {

    /** In the current directory, without a recording. */
    public static Start here(Path home, int port) {
      return new Start(home, port, Path.of("").toAbsolutePath(), false);
    }
  }

  public Path home() {
    return home;
  }

  public URI url() {
    return file.url();
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Waits until the process has ended by itself. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** SIGTERM, and waits for an orderly end. */
  public void stop() {
    stop(process.toHandle());
  }

  /** SIGKILL: no hook of the node runs. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM to any node's process; false if it still lives after two minutes. */
  public static boolean stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return !process.isAlive();
    }
  }

  private static NodeFile awaitReady(
      Path home, Process process, Path output, Consumer<String> onPart) {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    int told = 0;
    while (true) {
      boolean alive = process.isAlive();
      List<String> parts = parts(output);
      parts.stream().skip(told).forEach(onPart);
      told = parts.size();
      Optional<NodeFile> ready = NodeFile.running(home).filter(node -> node.pid() == process.pid());
      if (ready.isPresent()) {
        return ready.get();
      }
      if (!alive || System.nanoTime() > deadline) {
        process.destroy();
        throw Stop.with(
            ExitCode.NO_NODE,
            alive
                ? "The node did not become ready within " + LONGEST_START.toSeconds() + " s"
                : "The node ended while it started" + lastWords(output),
            "Read " + home.resolve("logs") + ", or ask `matih doctor`.");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.quietly(ExitCode.INTERRUPTED);
    }
  }

  private static List<String> parts(Path output) {
    return lines(output).stream()
        .filter(line -> line.startsWith("ok "))
        .map(line -> line.substring("ok ".length()).strip())
        .toList();
  }

  private static String lastWords(Path output) {
    List<String> lines =
        lines(output).stream().filter(line -> !line.isBlank() && !line.startsWith("ok ")).toList();
    return lines.isEmpty()
        ? ""
        : ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
  }

  private static List<String> lines(Path output) {
    try {
      return Files.readString(output).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static int freePort() {
    try (ServerSocket usual = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
      return usual.getLocalPort();
    } catch (IOException taken) {
      try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return any.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The environment's data directory, {@code .matih} here if it names none. */
  public static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("MATIH_HOME", ".matih"));
  }
}
