package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a source means, and their bytes. A folder that one of our sinks writes is read by
 * its commit log, so that rows of unfinished or replaced loads are never seen.
 */
record SourceFiles(Path folder, List<Path> files, long bytes) {

  static SourceFiles find(LocalRoot root, FileSource source) {
    Path folder = root.folder(source.bucket(), source.prefix().orElse(""));
    try {
      if (!Files.isDirectory(folder)) {
        throw none(root, source);
      }
      List<Path> files =
          CommitLog.exists(folder)
              ? CommitLog.at(folder).visibleFiles()
              : root.files(folder, source.pattern());
      if (files.isEmpty()) {
        throw none(root, source);
      }
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return new SourceFiles(folder, files, bytes);
    } catch (IOException e) {
      throw StepFailure.infrastructure(
          "FILE_ACCESS",
          "cannot read the folder " + folder,
          "check that it is there and readable for the node",
          e);
    }
  }

  private static StepFailure none(LocalRoot root, FileSource source) {
    String place =
        source.bucket().map(bucket -> bucket + "/").orElse("") + source.prefix().orElse("");
    return StepFailure.user(
        "NO_FILES",
        "no file matches "
            + source.pattern().orElse("*")
            + " in "
            + (place.isEmpty() ? "the root" : place)
            + " of connection "
            + root.connection(),
        "correct bucket, prefix or pattern, or put files there");
  }
}
