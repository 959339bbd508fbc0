package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.IncludedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files beside a definition. */
record BesideFiles(Path definition) implements IncludedFiles {

  @Override
  public Optional<String> text(String name) {
    try {
      return Optional.of(Files.readString(definition.toAbsolutePath().resolveSibling(name)));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
