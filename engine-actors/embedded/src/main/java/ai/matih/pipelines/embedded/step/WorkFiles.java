package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.embedded.RunFolders;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.planning.Step;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The work location: {@code <root>/<execution>/<stage>-<attempt>-<step>-<hash>-e<epoch>.parquet}.
 * Safe for use from any thread.
 */
public final class WorkFiles {
  private static final int LABEL_LENGTH = 40;
  private final RunFolders folders;

  public WorkFiles(Path root) {
    this.folders = new RunFolders(root);
  }

  /** The folders of the runs. */
  public RunFolders folders() {
    return folders;
  }

  /**
   * Whether the rows of a finished step are still there; if so they stay for another period of
   * {@link ai.matih.pipelines.embedded.Retention}. What does not lie in the work location is
   * somebody else's, and counts as there.
   */
  public boolean keep(DatasetVersion dataset) {
    Optional<Path> file =
        dataset
            .uri()
            .filter(uri -> uri.startsWith("file:"))
            .map(uri -> Path.of(URI.create(uri)))
            .filter(path -> path.startsWith(folders.root()));
    if (file.isEmpty()) {
      return true;
    }
    try {
      String run = folders.root().relativize(file.get()).getName(0).toString();
      folders.touch(new ExecutionId(run));
    } catch (IOException e) {
      return false;
    }
    return Files.isReadable(file.get());
  }

  /**
   * The files of one run of one step.
   *
   * @param draft where the output is written
   * @param output what it is called once it is whole
   * @param temp a directory of its own for what does not fit into memory
   */
  public record StepFiles(Path draft, Path output, Path temp) {}

  /**
   * Makes room for a step, and removes what owners with lower epochs left of it. It was not
   * finished, in this attempt or another, or it would not run again: nobody reads their files.
   */
  StepFiles open(AttemptId attempt, Step step, long epoch) throws IOException {
    Path folder = Files.createDirectories(folders.of(attempt.execution()));
    String label = label(step.name());
    Pattern ofThisStep =
        Pattern.compile(
            "\\.?"
                + Pattern.quote(attempt.stage())
                + "-\\d+-"
                + Pattern.quote(label)
                + "-e(\\d+)\\..*");
    for (Path file : RunFolders.list(folder)) {
      Matcher name = ofThisStep.matcher(file.getFileName().toString());
      if (name.matches() && Long.parseLong(name.group(1)) < epoch) {
        RunFolders.removeTree(file);
      }
    }
    String name =
        attempt.stage() + "-" + attempt.number() + "-" + label + "-e" + epoch + ".parquet";
    return new StepFiles(
        folder.resolve("." + name), folder.resolve(name), folder.resolve("." + name + ".tmp"));
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
    RunFolders.removeTree(files.temp());
    Files.deleteIfExists(files.draft());
  }

  /** A readable part and a hash, for names are free text. */
  private static String label(String step) {
    String readable = step.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String hash = UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
    return readable.substring(0, Math.min(LABEL_LENGTH, readable.length()))
        + "-"
        + hash.substring(0, 8);
  }
}
