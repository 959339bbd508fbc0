package ai.matih.pipelines.connectors;

import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.WriteMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parts of definitions, as the reader would give them. */
public final class Definitions {
  private Definitions() {}

  public static JdbcSource table(String table) {
    return jdbc(Optional.of(table), Optional.empty(), ReadMode.FULL);
  }

  public static JdbcSource query(String query) {
    return jdbc(Optional.empty(), Optional.of(query), ReadMode.FULL);
  }

  public static JdbcSource jdbc(Optional<String> table, Optional<String> query, ReadMode mode) {
    return new JdbcSource(
        "SOURCE",
        table,
        query,
        mode,
        Optional.empty(),
        1000,
        Optional.empty(),
        4,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        Optional.empty(),
        List.of());
  }

  public static FileSource files(String prefix, String pattern, FileFormat format) {
    return files(prefix, pattern, format, CsvOptions.DEFAULT);
  }

  public static FileSource files(String prefix, String pattern, FileFormat format, CsvOptions csv) {
    return new FileSource(
        "SOURCE",
        Optional.empty(),
        Optional.of(prefix),
        Optional.of(pattern),
        format,
        Optional.empty(),
        csv,
        false,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        Optional.empty(),
        List.of());
  }

  public static JdbcSink jdbcSink(String table, WriteMode mode, boolean create, boolean empty) {
    return new JdbcSink(
        Optional.of("SINK"),
        mode,
        List.of(new Load("rows", table, List.of())),
        List.of(),
        create,
        empty,
        Optional.empty());
  }

  public static FileSink fileSink(
      String target, WriteMode mode, FileFormat format, Optional<Compression> as, boolean empty) {
    return new FileSink(
        Optional.of("SINK"),
        Optional.empty(),
        format,
        as,
        CsvOptions.DEFAULT,
        mode,
        List.of(new Load("rows", target, List.of())),
        List.of(),
        true,
        empty,
        Optional.empty());
  }
}
