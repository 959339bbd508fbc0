package ai.matih.pipelines.node.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The build of the last commit before the newest change of a journal or wire format, which the file
 * {@code older-release} names; made from the repository's history, once.
 */
final class OlderRelease {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private OlderRelease() {}

  /** Its class path. */
  static String classPath() throws IOException, InterruptedException {
    String commit =
        Files.readAllLines(Path.of("src/test/resources/older-release")).stream()
            .filter(line -> !line.startsWith("#"))
            .findFirst()
            .orElseThrow();
    Path sources = PROJECT.resolve("target/older-release/" + commit);
    if (!Files.exists(sources.resolve("target/dist/stamp"))) {
      Files.createDirectories(sources);
      must(PROJECT, "git", "cat-file", "-e", commit + "^{commit}");
      must(sources, "sh", "-c", "git -C '" + PROJECT + "' archive " + commit + " | tar x");
      must(sources, "sh", "-c", "root=$PWD; . bin/toolchain; need_jdk; need_dist");
    }
    return sources.resolve("target/dist/lib") + "/*";
  }

  private static void must(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(
          String.join(" ", command)
              + " failed (the whole history is needed: git fetch --unshallow):\n"
              + said);
    }
  }
}
