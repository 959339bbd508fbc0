package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.planning.Step;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The work location: {@code <root>/<execution>/<stage>-<attempt>-<step>-<hash>-e<epoch>.parquet}.
 * Safe for use from any thread.
 */
public final class WorkFiles {
  private static final int LABEL_LENGTH = 40;
  private final Path root;

  public WorkFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The files of one run of one step.
   *
   * @param draft where the output is written
   * @param output what it is called once it is whole
   * @param temp a directory of its own for what does not fit into memory
   */
  public record StepFiles(Path draft, Path output, Path temp) {}

  /** Makes room for a step, and removes what owners with lower epochs left of it. */
  StepFiles open(AttemptId attempt, Step step, long epoch) throws IOException {
    Path folder = Files.createDirectories(folder(attempt.execution()));
    String prefix = attempt.stage() + "-" + attempt.number() + "-" + label(step.name()) + "-e";
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (name.startsWith(prefix) || name.startsWith("." + prefix)) {
        removeIfOlder(file, name.substring(name.indexOf(prefix) + prefix.length()), epoch);
      }
    }
    String name = prefix + epoch + ".parquet";
    return new StepFiles(
        folder.resolve("." + name), folder.resolve(name), folder.resolve("." + name + ".tmp"));
  }

  private static void removeIfOlder(Path file, String epochAndSuffix, long epoch)
      throws IOException {
    long theirs = Long.parseLong(epochAndSuffix.substring(0, epochAndSuffix.indexOf('.')));
    if (theirs < epoch) {
      removeTree(file);
    }
  }

  /** Gives the finished draft its name, so that it survives a power cut. */
  static void publish(StepFiles files) throws IOException {
    try (var channel = FileChannel.open(files.draft(), StandardOpenOption.READ)) {
      channel.force(true);
    }
    Files.move(files.draft(), files.output(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what a step must not leave behind, whether it ended well or not. */
  static void clean(StepFiles files) throws IOException {
    removeTree(files.temp());
    Files.deleteIfExists(files.draft());
  }

  /** Removes all datasets of a run that nobody will resume. */
  public void remove(ExecutionId execution) throws IOException {
    removeTree(folder(execution));
  }

  private Path folder(ExecutionId execution) {
    return root.resolve(execution.value());
  }

  /** A readable part and a hash, for names are free text. */
  private static String label(String step) {
    String readable = step.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String hash = UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
    return readable.substring(0, Math.min(LABEL_LENGTH, readable.length()))
        + "-"
        + hash.substring(0, 8);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void removeTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
