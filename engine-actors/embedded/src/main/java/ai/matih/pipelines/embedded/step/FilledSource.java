package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.definition.ApiSource;
import ai.matih.pipelines.definition.CdcSource;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.KafkaSource;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TrinoSource;
import java.util.List;

/** A source whose placeholders hold the values of this run. */
final class FilledSource {
  private FilledSource() {}

  static Source of(Source source, RunValues values) {
    return switch (source) {
      case JdbcSource jdbc ->
          new JdbcSource(
              jdbc.connection(),
              jdbc.table(),
              jdbc.queryOverride().map(query -> values.inSql(query, List.of())),
              jdbc.mode(),
              jdbc.watermarkColumn(),
              jdbc.fetchSize(),
              jdbc.partitionColumn(),
              jdbc.numPartitions(),
              jdbc.partitionRange(),
              jdbc.initialValue(),
              jdbc.lookback(),
              jdbc.schemaPolicy(),
              jdbc.deadLetter(),
              jdbc.addColumns());
      case FileSource file ->
          new FileSource(
              file.connection(),
              file.bucket().map(values::inText),
              file.prefix().map(values::inText),
              file.pattern().map(values::inText),
              file.format(),
              file.compression(),
              file.csvOptions(),
              file.archiveAfterRead(),
              file.archivePrefix(),
              file.initialValue(),
              file.lookback(),
              file.schemaPolicy(),
              file.deadLetter(),
              file.addColumns());
      case ApiSource ignored -> source;
      case KafkaSource ignored -> source;
      case CdcSource ignored -> source;
      case TrinoSource ignored -> source;
    };
  }
}
