package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.SchemaCheck;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.engine.StepResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a dataset from datasets. */
final class TransformStep {
  private TransformStep() {}

  static StepResult run(StepRun run, Transformation transformation) throws IOException {
    List<Dataset> inputs = run.inputs();
    List<String> relations = inputs.stream().map(Dataset::relation).toList();
    Optional<String> sql = Transforms.sql(transformation, relations, run.values());
    return sql.isPresent()
        ? run.write(sql.get(), inputs)
        : checkSchema(run, (SchemaCheck) transformation, inputs.getFirst());
  }

  /** The input itself is the output: nothing is copied. */
  private static StepResult checkSchema(StepRun run, SchemaCheck check, Dataset input) {
    Set<String> present =
        input.version().schema().stream()
            .map(column -> column.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<String> missing =
        check.expectedColumns().stream()
            .filter(column -> !present.contains(column.toLowerCase(Locale.ROOT)))
            .toList();
    if (!missing.isEmpty()) {
      throw StepFailure.user(
          "SCHEMA_MISMATCH",
          input.relation()
              + " has no column "
              + String.join(", ", missing)
              + "; it has "
              + columns(input),
          "correct expected_columns, or the source");
    }
    run.task()
        .log()
        .info("all %d expected columns are there".formatted(check.expectedColumns().size()));
    return new StepResult(
        input.rows(),
        input.rows(),
        0,
        0,
        0,
        List.of(),
        Optional.of(input.version()),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static String columns(Dataset input) {
    return input.version().schema().stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
