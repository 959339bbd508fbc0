package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import ai.matih.pipelines.embedded.sql.StepDatabase.Written;
import ai.matih.pipelines.embedded.step.WorkFiles.StepFiles;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step at work: its task, its files and its limits. Belongs to one thread. */
record StepRun(StepTask task, StepFiles files, WorkLimits limits, ConnectionResolver resolver) {

  RunValues values() {
    return new RunValues(task.order().values());
  }

  /** Its inputs, in the order of the definition. */
  List<Dataset> inputs() {
    return task.step().inputs().stream().map(input -> Dataset.of(input, producer(input))).toList();
  }

  private StepResult producer(Step.Input input) {
    return Optional.ofNullable(task.finished().get(input.step())).orElse(StepResult.NOTHING);
  }

  /** A database over the inputs that can write this step's draft. */
  StepDatabase database(List<Dataset> inputs) {
    Map<String, List<Path>> relations = new LinkedHashMap<>();
    inputs.forEach(input -> relations.put(input.relation(), List.of(input.file())));
    return StepDatabase.over(relations, List.of(files.draft()), limits, task.cancel());
  }

  ResolvedConnection connection(String name) {
    var revision = task.order().connections().get(name);
    if (revision == null) {
      throw StepFailure.configuration(
          "CONNECTION_MISSING",
          "the run was started without the connection " + name,
          "create it, and start the run again");
    }
    return resolver.resolve(task.order().tenant(), revision);
  }

  /** Runs the statement over the inputs and leaves its rows as this step's output. */
  StepResult write(String sql, List<Dataset> inputs) throws IOException {
    Written written;
    try (StepDatabase database = database(inputs)) {
      written = database.write(sql, files.draft());
    }
    long rowsIn = inputs.stream().mapToLong(Dataset::rows).sum();
    long bytesIn = inputs.stream().mapToLong(Dataset::bytes).sum();
    task.log().info("%,d rows in, %,d rows out".formatted(rowsIn, written.rows()));
    return publish(rowsIn, bytesIn, written.rows(), written.schema(), List.of());
  }

  /** Gives the draft its name; from here on the output is there. */
  StepResult publish(
      long rowsIn, long bytesIn, long rowsOut, List<Column> schema, List<DatasetVersion> sources)
      throws IOException {
    task.cancel().check();
    WorkFiles.publish(files);
    var output =
        Dataset.version(task.order().pipelineName(), task.step().name(), files.output(), schema);
    return new StepResult(
        rowsIn,
        rowsOut,
        bytesIn,
        Files.size(files.output()),
        0,
        sources,
        Optional.of(output),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
