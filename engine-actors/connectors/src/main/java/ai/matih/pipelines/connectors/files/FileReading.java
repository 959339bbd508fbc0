package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.FileSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The DuckDB table functions that read files of each format. */
final class FileReading {
  private static final Set<String> ENCODINGS = Set.of("utf-8", "utf-16", "latin-1");

  /** Below this many bytes every row takes part in finding the types. */
  private static final long SAMPLE_ALL_BELOW = 32L << 20;

  private FileReading() {}

  /** A table expression over the files; columns of several files are matched by name. */
  static String table(FileSource source, List<Path> files, long bytes) {
    String arguments = "(" + Sql.paths(files) + ", union_by_name = true";
    return switch (source.format()) {
      case PARQUET -> "read_parquet" + arguments + ")";
      case JSON ->
          "read_json" + arguments + ", format = 'auto'" + sample(bytes) + compression(source) + ")";
      case CSV ->
          "read_csv"
              + arguments
              + sample(bytes)
              + compression(source)
              + dialect(source.csvOptions())
              + ")";
      case AVRO, ORC ->
          throw StepFailure.configuration(
              "FORMAT_NOT_AVAILABLE",
              "the embedded engine cannot read " + source.format().wireName(),
              "convert the files to parquet, or run on spark");
    };
  }

  private static String sample(long bytes) {
    return bytes < SAMPLE_ALL_BELOW ? ", sample_size = -1" : "";
  }

  private static String compression(FileSource source) {
    Optional<Compression> given = source.compression();
    return given.map(FileReading::compression).orElse("");
  }

  private static String compression(Compression kind) {
    return switch (kind) {
      case NONE -> ", compression = 'none'";
      case GZIP -> ", compression = 'gzip'";
      case ZSTD -> ", compression = 'zstd'";
      case SNAPPY ->
          throw StepFailure.configuration(
              "COMPRESSION_NOT_AVAILABLE",
              "the embedded engine reads no snappy text files",
              "compress with gzip or zstd");
    };
  }

  private static String dialect(CsvOptions csv) {
    String nulls =
        Stream.concat(Stream.of(""), csv.nullValues().stream())
            .distinct()
            .map(Sql::text)
            .collect(Collectors.joining(", ", "[", "]"));
    return ", skip = 0, comment = '', header = "
        + csv.header()
        + (", delim = " + Sql.text(csv.delimiter()))
        + (", quote = " + Sql.text(csv.quoteChar()))
        + (", escape = " + Sql.text(csv.escapeChar().orElse(csv.quoteChar())))
        + (", encoding = " + Sql.text(encoding(csv)))
        + (", nullstr = " + nulls);
  }

  private static String encoding(CsvOptions csv) {
    String given = csv.encoding().toLowerCase(Locale.ROOT).replace('_', '-');
    String encoding =
        switch (given) {
          case "utf8" -> "utf-8";
          case "utf16" -> "utf-16";
          case "latin1", "iso-8859-1", "iso8859-1" -> "latin-1";
          default -> given;
        };
    if (!ENCODINGS.contains(encoding)) {
      throw StepFailure.configuration(
          "ENCODING_NOT_AVAILABLE",
          "the embedded engine cannot read the encoding " + csv.encoding(),
          "use utf-8, utf-16 or latin-1");
    }
    return encoding;
  }
}
