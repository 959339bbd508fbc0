package ai.matih.pipelines.http.cli.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a node's JVM.
 *
 * <p>The first node that a demo starts after a build records a start-up archive, which it writes
 * when it ends; later ones start with it. That takes no extra process and rehearses real work.
 *
 * @param java the launcher
 * @param dist the folder with {@code lib/}
 * @param feature the Java feature release of {@code java}
 */
record NodeRuntime(Path java, Path dist, int feature) {
  private static final String MAIN = "ai.matih.pipelines.node.Main";

  /** This process's own Java, and the distribution that {@code bin/matih} names. */
  static NodeRuntime of(Map<String, String> environment) {
    String dist = environment.getOrDefault("MATIH_DIST", "target/dist");
    return new NodeRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Path.of(dist).toAbsolutePath(),
        Runtime.version().feature());
  }

  /** The archive this Java can use. */
  Path archive() {
    return dist.resolve(feature >= 25 ? "node.aot" : "node.jsa");
  }

  /** True if a recording is worth while: it was not made yet. */
  boolean archiveMissing() {
    return !Files.exists(archive());
  }

  List<String> command(Path home, int port, boolean record, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid"); // Ctrl-C is the command line's: it ends the node in order
    }
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseG1GC", "-Xmx768m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=error"));
    if (feature >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (!archiveMissing()) {
      command.add((feature >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive());
    } else if (record) {
      command.add(
          (feature >= 25 ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive());
    }
    String extra = environment.getOrDefault("MATIH_JAVA_OPTIONS", "").strip();
    if (!extra.isEmpty()) {
      command.addAll(List.of(extra.split("\\s+")));
    }
    command.addAll(List.of("-cp", dist.resolve("lib") + "/*", MAIN));
    command.addAll(List.of("--home", home.toString(), "--port", Integer.toString(port)));
    return command;
  }
}
