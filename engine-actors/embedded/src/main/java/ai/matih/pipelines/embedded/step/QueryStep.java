package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.StepResult;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** A query of a task graph: over earlier results, or on the database that it names. */
final class QueryStep {
  private final Connectors connectors;
  private final Clock clock;

  QueryStep(Connectors connectors, Clock clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  StepResult run(StepRun run, TaskWork.Sql sql) throws IOException {
    if (sql.connection().isPresent()) {
      return new ExtractStep(connectors, clock)
          .run(
              run,
              run.task().step().name(),
              JdbcSource.ofQuery(sql.connection().get(), sql.query()));
    }
    List<Dataset> inputs = run.inputs();
    List<String> relations = inputs.stream().map(Dataset::relation).toList();
    return run.write(run.values().inSql(sql.query(), relations), inputs);
  }
}
