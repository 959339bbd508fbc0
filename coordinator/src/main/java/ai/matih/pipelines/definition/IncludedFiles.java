package ai.matih.pipelines.definition;

import java.util.Optional;

/** The files beside a definition that it may take text from ({@code sql_file}). */
@FunctionalInterface
public interface IncludedFiles {
  /** No file can be included. */
  IncludedFiles NONE = name -> Optional.empty();

  /**
   * The text of a file, or empty if there is none.
   *
   * @param name a relative path with {@code /}; the reader has refused any that leaves the folder
   */
  Optional<String> text(String name);
}
