package ai.matih.pipelines.connectors.duckdb;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting for generated SQL; standard SQL, so PostgreSQL reads it alike. */
public final class Sql {
  private Sql() {}

  /** {@code a"b} becomes {@code "a""b"}. */
  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** {@code it's} becomes {@code 'it''s'}. */
  public static String text(String literal) {
    return '\'' + literal.replace("'", "''") + '\'';
  }

  /** A list literal of absolute paths. */
  public static String paths(Collection<Path> files) {
    return files.stream()
        .map(file -> text(file.toAbsolutePath().toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
