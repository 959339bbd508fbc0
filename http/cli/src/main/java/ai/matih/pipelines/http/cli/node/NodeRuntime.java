package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The command line of a node's JVM.
 *
 * <p>The first node that a demo starts after a build records a start-up archive, which it writes
 * when it ends; later ones start with it. That takes no extra process and rehearses real work. An
 * archive belongs to one build, in whose folder it lies, and to one Java, whose version its name
 * has. It has that name only when it is whole; Java leaves one alone that it cannot read, and one
 * that makes it fail is forgotten.
 *
 * @param java the launcher
 * @param dist the folder with {@code lib/}
 * @param version of {@code java}
 */
record NodeRuntime(Path java, Path dist, Runtime.Version version) {
  private static final String MAIN = "ai.matih.pipelines.node.Main";

  /** This process's own Java, and the distribution that {@code bin/matih} names. */
  static NodeRuntime of(Map<String, String> environment) {
    String dist = environment.getOrDefault("MATIH_DIST", "target/dist");
    return new NodeRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Path.of(dist).toAbsolutePath(),
        Runtime.version());
  }

  /** The archive this Java can use. */
  Path archive() {
    return dist.resolve("node-" + version + (cached() ? ".aot" : ".jsa"));
  }

  /** Where a node writes it as it ends. */
  Path recording() {
    return archive().resolveSibling(archive().getFileName() + ".new");
  }

  /** Puts a recording in its place, if there is one. */
  void keepRecording() {
    try {
      Files.move(recording(), archive(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException none) {
      // nothing was recorded: the next demo does
    }
  }

  /** Removes an archive that Java cannot run with. */
  void forgetArchive() {
    try {
      Files.deleteIfExists(archive());
    } catch (IOException e) {
      throw Stop.with(
          ExitCode.NO_NODE,
          "The start-up archive " + archive() + " is broken: " + e.getMessage(),
          "Delete it, then start again.");
    }
  }

  private boolean cached() {
    return version.feature() >= 25;
  }

  /** True if a recording is worth while: it was not made yet. */
  boolean archiveMissing() {
    return !Files.exists(archive());
  }

  /** Brings the database of {@code home}'s settings up to date, and ends. */
  List<String> migration(Path home, boolean check) {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m"));
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error"));
    if (version.feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dmatih.home=" + home);
    command.addAll(List.of("-cp", dist.resolve("lib") + "/*", MAIN, "migrate"));
    if (check) {
      command.add("--check");
    }
    command.addAll(List.of("--home", home.toString()));
    return command;
  }

  List<String> command(
      Path home, OptionalInt port, boolean record, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid"); // Ctrl-C is the command line's: it ends the node in order
    }
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseG1GC", "-Xmx768m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=error"));
    command.add("-XX:ErrorFile=" + home.resolve("logs").resolve("java-fault-%p.log"));
    if (version.feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
      // what the compiler of a busy hour needed is given back to the system
      command.add("-XX:TrimNativeHeapInterval=60000");
    }
    if (!archiveMissing()) {
      command.add((cached() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive());
    } else if (record) {
      command.add((cached() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + recording());
    }
    String extra = environment.getOrDefault("MATIH_JAVA_OPTIONS", "").strip();
    if (!extra.isEmpty()) {
      command.addAll(List.of(extra.split("\\s+")));
    }
    command.addAll(List.of("-cp", dist.resolve("lib") + "/*", MAIN));
    command.addAll(List.of("--home", home.toString()));
    command.addAll(
        port.isPresent()
            ? List.of("--port", Integer.toString(port.getAsInt()))
            : List.of("--set", "http.any-port-if-taken=true"));
    return command;
  }
}
