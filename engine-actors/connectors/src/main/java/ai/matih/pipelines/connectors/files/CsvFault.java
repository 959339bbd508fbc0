package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Finds the line that makes a CSV file unreadable, where DuckDB names none: the first record with
 * another number of fields than the first one, or a quote that never ends. One pass over the file.
 */
final class CsvFault {
  private final char delimiter;
  private final char quote;
  private final char escape;
  private int line = 1;
  private int fields = 1;
  private int begins = 1;
  private int expected;
  private boolean empty = true;
  private boolean blank = true;

  private CsvFault(CsvOptions csv) {
    delimiter = first(csv.delimiter());
    quote = first(csv.quoteChar());
    escape = csv.escapeChar().map(CsvFault::first).orElse(quote);
  }

  private static char first(String text) {
    return text.isEmpty() ? '\0' : text.charAt(0);
  }

  /** What is wrong in which line; empty if it cannot be told. Blocks. */
  static Optional<String> in(Path file, FileSource source) {
    boolean packed =
        source.compression().map(Compression.GZIP::equals).orElse(file.toString().endsWith(".gz"));
    try (InputStream raw = Files.newInputStream(file);
        InputStream bytes = packed ? new GZIPInputStream(raw) : raw;
        BufferedReader text =
            new BufferedReader(new InputStreamReader(bytes, charset(source.csvOptions())))) {
      return new CsvFault(source.csvOptions()).find(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Charset charset(CsvOptions csv) {
    String encoding = csv.encoding().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return switch (encoding) {
      case "utf16" -> StandardCharsets.UTF_16LE;
      case "latin1", "iso88591" -> StandardCharsets.ISO_8859_1;
      default -> StandardCharsets.UTF_8;
    };
  }

  private Optional<String> find(BufferedReader text) throws IOException {
    boolean quoted = false;
    int quotedSince = 0;
    int last = -1;
    for (int c = text.read(); c >= 0; c = text.read()) {
      if (quoted) {
        if (c == escape && escape != quote) {
          text.read();
        } else if (c == quote) {
          quoted = false;
        }
      } else if (c == quote && (empty || last == quote)) {
        quoted = true;
        quotedSince = line;
      } else if (c == delimiter) {
        fields++;
      } else if (c == '\n') {
        Optional<String> fault = recordEnds();
        if (fault.isPresent()) {
          return fault;
        }
      }
      blank = c == '\n' && !quoted || blank && c == '\r';
      line += c == '\n' ? 1 : 0;
      empty = c == delimiter || c == '\n' && !quoted;
      begins = c == '\n' && !quoted ? line : begins;
      last = c;
    }
    return quoted
        ? Optional.of("the quote that begins in line " + quotedSince + " does not end")
        : last == '\n' ? Optional.empty() : recordEnds();
  }

  private Optional<String> recordEnds() {
    int found = fields;
    fields = 1;
    if (blank) {
      return Optional.empty();
    }
    if (expected == 0) {
      expected = found;
    }
    return found == expected
        ? Optional.empty()
        : Optional.of(
            "line %d has %d fields, the first line has %d".formatted(begins, found, expected));
  }
}
