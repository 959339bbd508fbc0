package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.StepResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A query of a task graph: over earlier results, or on the database that it names. */
final class QueryStep {
  private static final int FETCH_SIZE = 5000;
  private final Connectors connectors;
  private final Clock clock;

  QueryStep(Connectors connectors, Clock clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  StepResult run(StepRun run, TaskWork.Sql sql) throws IOException {
    if (sql.connection().isPresent()) {
      return new ExtractStep(connectors, clock)
          .run(run, run.task().step().name(), query(sql.connection().get(), sql.query()));
    }
    List<Dataset> inputs = run.inputs();
    List<String> relations = inputs.stream().map(Dataset::relation).toList();
    return run.write(run.values().inSql(sql.query(), relations), inputs);
  }

  private static JdbcSource query(String connection, String query) {
    return new JdbcSource(
        connection,
        Optional.empty(),
        Optional.of(query),
        ReadMode.FULL,
        Optional.empty(),
        FETCH_SIZE,
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        Optional.empty(),
        List.of());
  }
}
