package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A node that this command line started, as a process of its own. */
public final class LocalNode {
  /** How the node begins the line that says why it cannot start. */
  private static final String SAID = "matih: ";

  private static final Duration LONGEST_START = Duration.ofSeconds(120);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(120);

  /** Meant for the command line; a node refuses variables that it does not know. */
  private static final Set<String> OURS =
      Set.of("MATIH_DIST", "MATIH_ROOT", "MATIH_DEBUG", "MATIH_JAVA_OPTIONS");

  /** A JVM that met a fault in itself ends so (SIGABRT, SIGBUS, SIGSEGV). */
  private static final Set<Integer> FAULTS = Set.of(134, 135, 139);

  private final NodeRuntime runtime;
  private final Path home;
  private final Process process;
  private final NodeFile file;
  private final boolean recorded;

  private LocalNode(
      NodeRuntime runtime, Path home, Process process, NodeFile file, boolean recorded) {
    this.runtime = runtime;
    this.home = home;
    this.process = process;
    this.file = file;
    this.recorded = recorded;
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
    Path output = home.resolve("logs").resolve("node.out");
    boolean archived = !runtime.archiveMissing();
    Process process = launched(start, runtime, output);
    try {
      NodeFile ready = awaitReady(home, process, output, onPart);
      return new LocalNode(runtime, home, process, ready, start.record() && !archived);
    } catch (Stop stop) {
      if (!archived || process.isAlive() || !FAULTS.contains(process.exitValue())) {
        throw stop;
      }
      runtime.forgetArchive();
      return start(start, onPart);
    }
  }

  /**
   * Brings the schema of the database that the settings of {@code home} name up to date, or only
   * says what is missing; answers what that ended with.
   */
  public static int migrate(Path home, boolean check) {
    try {
      Files.createDirectories(home);
      ProcessBuilder builder =
          new ProcessBuilder(NodeRuntime.of(System.getenv()).migration(home, check));
      builder.environment().keySet().removeIf(OURS::contains);
      return builder.inheritIO().start().waitFor();
    } catch (IOException e) {
      throw Stop.with(
          ExitCode.NO_NODE,
          "The migration cannot be started: " + e.getMessage(),
          "See the README.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.quietly(ExitCode.INTERRUPTED);
    }
  }

  private static Process launched(Start start, NodeRuntime runtime, Path output) {
    Path home = start.home();
    try {
      Files.createDirectories(output.getParent());
      Files.deleteIfExists(home.resolve("node.json"));
      Files.deleteIfExists(runtime.recording());
      List<String> command = runtime.command(home, start.port(), start.record(), System.getenv());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(OURS::contains);
      return builder
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
  }

  /**
   * How a node is started.
   *
   * @param port empty for the one of its settings, or a free one if nobody set it and the usual one
   *     is taken
   * @param directory where it runs; {@code local} connections may lead into it
   * @param record whether it may record the start-up archive
   */
  public record Start(Path home, OptionalInt port, Path directory, boolean record) {

    /** In the current directory, without a recording. */
    public static Start here(Path home, OptionalInt port) {
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

  /**
   * SIGTERM, and waits for an orderly end; a start-up archive that it wrote counts from then on.
   */
  public void stop() {
    if (stop(process.toHandle())) {
      runtime.keepRecording();
    }
  }

  /** Whether its end will take longer, because it writes the start-up archive. */
  public boolean recording() {
    return recorded && process.isAlive();
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
    return whole(output).stream()
        .filter(line -> line.startsWith("ok "))
        .map(line -> line.substring("ok ".length()).strip())
        .toList();
  }

  /**
   * Why the node ended, by its own words if it had any: the JVM may say more after them. Empty, or
   * with what leads over to it.
   */
  static String lastWords(Path output) {
    List<String> lines =
        lines(output).stream().filter(line -> !line.isBlank() && !line.startsWith("ok ")).toList();
    List<String> own = lines.stream().filter(line -> line.startsWith(SAID)).toList();
    if (!own.isEmpty()) {
      return ": " + own.getLast().substring(SAID.length());
    }
    return lines.isEmpty()
        ? ""
        : ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
  }

  private static List<String> lines(Path output) {
    return text(output).lines().toList();
  }

  /** Lines that the node has ended: half of one says nothing yet. */
  static List<String> whole(Path output) {
    String text = text(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static String text(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  /** The environment's data directory, {@code .matih} here if it names none. */
  public static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("MATIH_HOME", ".matih"));
  }
}
