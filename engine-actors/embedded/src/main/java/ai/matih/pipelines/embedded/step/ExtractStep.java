package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.Extract;
import ai.matih.pipelines.connectors.Extracted;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.AddedColumn;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.engine.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a source into a dataset. */
final class ExtractStep {
  private static final String ROWS = "rows";
  private final Connectors connectors;
  private final Clock clock;

  ExtractStep(Connectors connectors, Clock clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  StepResult run(StepRun run, String name, Source declared) throws IOException {
    var source = FilledSource.of(declared, run.values());
    var connection = run.connection(source.connection());
    var connector =
        connectors
            .source(source, connection.type())
            .orElseThrow(
                () -> {
                  var missing = connectors.missing(source, connection.type());
                  return StepFailure.configuration(
                      "CONNECTOR_MISSING", missing.message(), missing.remedy());
                });
    run.task()
        .log()
        .info("reading %s from %s (%s)".formatted(name, connection.name(), connection.type()));
    Extracted done =
        connector.extract(
            new Extract(
                source,
                connection,
                run.files().draft(),
                constants(run, source),
                run.limits(),
                run.task().progress(),
                run.task().cancel()));
    run.task().log().info("%,d rows, %,d bytes read".formatted(done.rows(), done.bytesRead()));
    return run.publish(
        done.rows(), done.bytesRead(), done.rows(), schema(run), List.of(done.source()));
  }

  private Map<String, String> constants(StepRun run, Source source) {
    Map<String, String> constants = new LinkedHashMap<>();
    for (AddedColumn column : source.addColumns()) {
      String literal =
          switch (column) {
            case EXTRACTED_AT -> "TIMESTAMPTZ " + Sql.text(clock.instant().toString());
            case EXECUTION_ID -> Sql.text(run.task().attempt().execution().value());
          };
      constants.put(column.wireName(), literal);
    }
    return constants;
  }

  private static List<Column> schema(StepRun run) {
    Map<String, List<Path>> written = Map.of(ROWS, List.of(run.files().draft()));
    try (var database = StepDatabase.over(written, List.of(), run.limits(), run.task().cancel())) {
      return database.describe("SELECT * FROM " + ROWS);
    }
  }
}
