package ai.matih.pipelines.embedded.sql;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.SqlPlaceholders;
import ai.matih.pipelines.definition.TypedValue;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.planning.SqlChecker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DuckDB as the judge of a statement: guarded, then bound against empty relations of the inputs'
 * columns. Placeholders stand for values that are not known yet, so a refusal that is only about
 * such a value is none.
 */
public final class DuckDbSqlChecker implements SqlChecker {
  private static final long MEMORY = 64L << 20;

  /** Valid text, date and timestamp at once. */
  private static final String SAMPLE = "2026-01-01";

  @Override
  public Verdict check(String sql, Map<String, List<Column>> inputs) {
    var limits = new WorkLimits(MEMORY, 0, 1, Path.of(System.getProperty("java.io.tmpdir")));
    try (var database = StepDatabase.like(inputs, limits, new CancelToken())) {
      String filled = filled(sql, inputs);
      List<String> problems = database.problems(filled);
      return problems.isEmpty()
          ? new Verdict(Optional.empty(), Optional.of(database.describe(filled)))
          : new Verdict(Optional.of(String.join("; ", problems)), Optional.empty());
    } catch (StepFailure failure) {
      String words = failure.getMessage();
      boolean ofValue = words.startsWith("Conversion Error") && hasValues(sql);
      return new Verdict(ofValue ? Optional.empty() : Optional.of(words), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Verdict(Optional.of(e.getMessage()), Optional.empty());
    }
  }

  private static String filled(String sql, Map<String, List<Column>> inputs) {
    return SqlPlaceholders.fill(
        sql, name -> Sql.name(Relations.named(name, inputs.keySet())), DuckDbSqlChecker::sample);
  }

  private static TypedValue sample(Placeholder placeholder) {
    return switch (placeholder) {
      case Placeholder.Value value -> RunValueTypes.sample(value.value());
      case Placeholder.ParameterValue ignored -> new TypedValue(ScalarType.STRING, SAMPLE);
      case Placeholder.Variable ignored -> new TypedValue(ScalarType.STRING, SAMPLE);
      case Placeholder.Relation ignored -> throw new IllegalStateException("filled as a name");
      case Placeholder.Malformed malformed ->
          throw new IllegalArgumentException("not a placeholder: " + malformed.raw());
    };
  }

  private static boolean hasValues(String sql) {
    return Placeholders.in(sql).stream().anyMatch(p -> !(p instanceof Placeholder.Relation));
  }
}
