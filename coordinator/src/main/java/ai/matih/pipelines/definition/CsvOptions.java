package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * How delimited text is read and written.
 *
 * @param nullValues texts that mean NULL
 */
public record CsvOptions(
    String delimiter,
    boolean header,
    String quoteChar,
    Optional<String> escapeChar,
    String encoding,
    List<String> nullValues) {
  public CsvOptions {
    nullValues = Immutable.list(nullValues);
  }

  /** Comma, header line, double quotes, UTF-8, empty text is NULL. */
  public static final CsvOptions DEFAULT =
      new CsvOptions(",", true, "\"", Optional.empty(), "utf-8", List.of());
}
