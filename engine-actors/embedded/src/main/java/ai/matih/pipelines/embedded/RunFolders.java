package ai.matih.pipelines.embedded;

import ai.matih.pipelines.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One folder a run, named by its id. What else lies in the root is left alone. Others may add and
 * remove at the same time. All calls block; safe for use from any thread.
 */
public record RunFolders(Path root) {

  public RunFolders {
    root = root.toAbsolutePath().normalize();
  }

  /** The folder of a run, there or not. */
  public Path of(ExecutionId run) {
    return root.resolve(run.value());
  }

  /** The runs that have a folder. */
  List<ExecutionId> runs() throws IOException {
    return list(root).stream()
        .map(folder -> ExecutionId.parse(folder.getFileName().toString()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whether nothing was added or removed, nor the folder {@link #touch}ed, for so long. */
  boolean untouchedFor(Duration time, ExecutionId run) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(of(run)).toInstant();
      return !changed.isAfter(Instant.now().minus(time));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Begins {@link #untouchedFor} anew. */
  public void touch(ExecutionId run) throws IOException {
    Files.setLastModifiedTime(of(run), FileTime.from(Instant.now()));
  }

  /** The entries of the run's folder whose names begin with a dot. */
  List<Path> hidden(ExecutionId run) throws IOException {
    return list(of(run)).stream()
        .filter(entry -> entry.getFileName().toString().startsWith("."))
        .toList();
  }

  /** The entries of a folder; none if it is not there. */
  public static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Removes a file, or a folder with all there is in it. */
  public static void removeTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
