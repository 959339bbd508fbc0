package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connectors.Connectors.Missing;
import ai.matih.pipelines.definition.ApiSource;
import ai.matih.pipelines.definition.CdcSource;
import ai.matih.pipelines.definition.ClickHouseSink;
import ai.matih.pipelines.definition.DeltaSink;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.IcebergSink;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.KafkaSink;
import ai.matih.pipelines.definition.KafkaSource;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TrinoSource;
import ai.matih.pipelines.definition.WriteMode;
import java.util.Optional;

/** Says why a documented source or sink cannot be served by this node. */
final class MissingConnector {
  private MissingConnector() {}

  /** What no connector of this node does for any source: it must not be passed over in silence. */
  static Optional<Missing> inAny(Source source) {
    if (source.deadLetter().isPresent()) {
      return Optional.of(
          new Missing(
              "dead_letter is not available on this node",
              "remove dead_letter: a row that cannot be read then fails the run, with its place"));
    }
    return switch (source.schemaPolicy()) {
      case IGNORE, EVOLVE -> Optional.empty();
      case FAIL, APPROVE ->
          Optional.of(
              new Missing(
                  "schema: " + source.schemaPolicy().wireName() + " is not available on this node",
                  "remove it, and put a schema_check with expected_columns behind the source"));
    };
  }

  static Missing of(Source source, String connectionType, String types) {
    return switch (source) {
      case JdbcSource jdbc when jdbc.mode() != ReadMode.FULL ->
          new Missing(
              "jdbc sources are read with mode full only, not " + jdbc.mode().wireName(),
              "set mode: full");
      case JdbcSource ignored -> otherConnection("jdbc sources", connectionType, "postgresql");
      case FileSource file when file.archiveAfterRead() ->
          new Missing(
              "archive_after_read is not available on " + connectionType + " connections",
              "set archive_after_read: false");
      case FileSource file when unreadable(file.format()) ->
          new Missing(
              file.format().wireName() + " files need a spark engine", "use parquet, csv or json");
      case FileSource ignored -> otherConnection("file sources", connectionType, "local");
      case ApiSource ignored -> needs("api sources", "the HTTP connector", types);
      case KafkaSource ignored -> needs("kafka sources", "a flink engine", types);
      case CdcSource ignored -> needs("cdc sources", "a flink engine", types);
      case TrinoSource ignored -> needs("trino sources", "the Trino connector", types);
    };
  }

  static Missing of(Sink sink, String connectionType, String types) {
    return switch (sink) {
      case JdbcSink jdbc when partly(jdbc.mode()) -> mode("jdbc sinks", jdbc.mode());
      case JdbcSink ignored -> otherConnection("jdbc sinks", connectionType, "postgresql");
      case FileSink file when partly(file.mode()) -> mode("file sinks", file.mode());
      case FileSink file when !file.partitionBy().isEmpty() ->
          new Missing("file sinks with partition_by are not available", "remove partition_by");
      case FileSink file when unreadable(file.format()) ->
          new Missing(
              file.format().wireName() + " files need a spark engine", "use parquet, csv or json");
      case FileSink ignored -> otherConnection("file sinks", connectionType, "local");
      case IcebergSink ignored -> needs("iceberg sinks", "the Iceberg connector", types);
      case DeltaSink ignored -> needs("delta sinks", "the Delta connector", types);
      case KafkaSink ignored -> needs("kafka sinks", "the Kafka connector", types);
      case ClickHouseSink ignored -> needs("clickhouse sinks", "the ClickHouse connector", types);
    };
  }

  private static boolean partly(WriteMode mode) {
    return mode == WriteMode.MERGE_ON_KEY || mode == WriteMode.OVERWRITE_PARTITION;
  }

  private static boolean unreadable(FileFormat format) {
    return format == FileFormat.AVRO || format == FileFormat.ORC;
  }

  private static Missing mode(String what, WriteMode mode) {
    return new Missing(
        what + " have no mode " + mode.wireName() + " yet", "use mode append or overwrite");
  }

  private static Missing otherConnection(String what, String given, String wanted) {
    return new Missing(
        what + " on " + given + " connections are not available",
        "use a connection of type " + wanted);
  }

  private static Missing needs(String what, String needed, String types) {
    return new Missing(
        what + " are not available: they need " + needed + ", which this node does not have",
        "use a jdbc or file one, on a connection of type " + types);
  }
}
