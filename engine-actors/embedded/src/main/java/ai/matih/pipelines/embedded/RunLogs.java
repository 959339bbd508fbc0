package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.identity.ExecutionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The step logs of runs: {@code <home>/logs/<executionId>/<stage>-<n>.log}, one JSON object a line
 * ({@code time}, {@code step}, {@code level}, {@code message}). Files only grow while their attempt
 * runs, and may end in the middle of a line after a crash. {@link Retention} removes them.
 */
public record RunLogs(RunFolders folders) {

  /** The logs of a node's data directory. */
  public static RunLogs in(Path home) {
    return new RunLogs(new RunFolders(home.resolve("logs")));
  }

  /** The files of a run, oldest first; empty if nothing was logged here. Blocking. */
  public List<Path> files(ExecutionId execution) {
    Path folder = folders.of(execution);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".log"))
          .sorted(java.util.Comparator.comparing(RunLogs::changed))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the logs in " + folder, e);
    }
  }

  /** The log of an attempt that this process runs. */
  StageLog open(AttemptId attempt) {
    return new StageLog(
        folders.of(attempt.execution()).resolve(attempt.stage() + "-" + attempt.number() + ".log"));
  }

  private static java.nio.file.attribute.FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return java.nio.file.attribute.FileTime.fromMillis(0);
    }
  }
}
