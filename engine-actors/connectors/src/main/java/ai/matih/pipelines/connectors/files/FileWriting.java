package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.FileSink;

/** How DuckDB writes each format, and what its files are called. */
final class FileWriting {
  private FileWriting() {}

  /** The options of a COPY statement. */
  static String options(FileSink sink) {
    return switch (sink.format()) {
      case PARQUET -> "FORMAT parquet, COMPRESSION " + parquetCodec(sink);
      case JSON -> "FORMAT json, COMPRESSION " + textCodec(sink);
      case CSV -> "FORMAT csv, COMPRESSION " + textCodec(sink) + dialect(sink.csvOptions());
      case AVRO, ORC ->
          throw StepFailure.configuration(
              "FORMAT_NOT_AVAILABLE",
              "the embedded engine cannot write " + sink.format().wireName(),
              "write parquet, or run on spark");
    };
  }

  private static String dialect(CsvOptions csv) {
    return ", HEADER "
        + csv.header()
        + (", DELIMITER " + Sql.text(csv.delimiter()))
        + (", QUOTE " + Sql.text(csv.quoteChar()))
        + (", ESCAPE " + Sql.text(csv.escapeChar().orElse(csv.quoteChar())))
        + (", NULLSTR " + Sql.text(csv.nullValues().stream().findFirst().orElse("")));
  }

  /** {@code .csv.gz}, {@code .parquet}, ... */
  static String suffix(FileSink sink) {
    String format = "." + sink.format().wireName();
    return switch (sink.format()) {
      case PARQUET, AVRO, ORC -> format;
      case CSV, JSON ->
          switch (sink.compression().orElse(Compression.NONE)) {
            case NONE, SNAPPY -> format;
            case GZIP -> format + ".gz";
            case ZSTD -> format + ".zst";
          };
    };
  }

  private static String parquetCodec(FileSink sink) {
    return switch (sink.compression().orElse(Compression.SNAPPY)) {
      case NONE -> "uncompressed";
      case GZIP -> "gzip";
      case ZSTD -> "zstd";
      case SNAPPY -> "snappy";
    };
  }

  private static String textCodec(FileSink sink) {
    return switch (sink.compression().orElse(Compression.NONE)) {
      case NONE -> "none";
      case GZIP -> "gzip";
      case ZSTD -> "zstd";
      case SNAPPY ->
          throw StepFailure.configuration(
              "COMPRESSION_NOT_AVAILABLE",
              "the embedded engine writes no snappy text files",
              "compress with gzip or zstd");
    };
  }
}
