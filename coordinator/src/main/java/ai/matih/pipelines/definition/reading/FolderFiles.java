package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.IncludedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a definition's folder. Links are followed only while they stay inside; a file larger
 * than a definition may be, or not UTF-8, is as good as not there.
 */
public record FolderFiles(Path folder) implements IncludedFiles {
  @Override
  public Optional<String> text(String name) {
    try {
      Path root = folder.toRealPath();
      Path file = root.resolve(name).toRealPath();
      return file.startsWith(root)
              && Files.isRegularFile(file)
              && Files.size(file) <= YamlText.MAX_BYTES
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException | InvalidPathException notThere) {
      return Optional.empty();
    }
  }
}
