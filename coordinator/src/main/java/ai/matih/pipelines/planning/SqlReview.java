package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.Filter;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one engine's own planner says to the SQL of a plan: columns are followed from the sources
 * through each step, and a statement is checked once the columns of all its inputs are known.
 *
 * @param checked how many statements were checked
 * @param refusals step to the engine's words
 */
record SqlReview(int checked, Map<String, String> refusals) {

  /** Nobody was asked. */
  static final SqlReview NONE = new SqlReview(0, Map.of());

  /** Asks {@code checker} about every statement of {@code steps}. Blocking. */
  static SqlReview of(List<DraftStep> steps, SourceFacts facts, SqlChecker checker) {
    Reader reader = new Reader(facts, checker);
    steps.forEach(reader::read);
    return new SqlReview(reader.checked, reader.refusals);
  }

  private static final class Reader {
    private final SourceFacts facts;
    private final SqlChecker checker;
    private final Map<String, List<Column>> columns = new HashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private int checked;

    Reader(SourceFacts facts, SqlChecker checker) {
      this.facts = facts;
      this.checker = checker;
    }

    void read(DraftStep step) {
      columns.put(
          step.name(),
          switch (step.work()) {
            case StepWork.Extract extract -> facts.schema(extract.sourceName());
            case StepWork.Transform transform -> transform(step, transform.transformation());
            case StepWork.Check check -> {
              if (check.check().rule() instanceof CheckRule.Expression expression) {
                check(step, "SELECT * FROM {{ input }} WHERE " + expression.expression());
              }
              yield input(step);
            }
            case StepWork.Load ignored -> List.of();
            case StepWork.Task task ->
                task.work() instanceof TaskWork.Sql sql && sql.connection().isEmpty()
                    ? check(step, sql.query())
                    : List.of();
          });
    }

    private List<Column> transform(DraftStep step, Transformation transformation) {
      return switch (transformation) {
        case SqlTransform sql -> check(step, sql.sql());
        case Filter filter -> {
          check(step, "SELECT * FROM {{ input }} WHERE " + filter.condition());
          yield input(step);
        }
        case ai.matih.pipelines.definition.Deduplicate ignored -> input(step);
        case ai.matih.pipelines.definition.SchemaCheck ignored -> input(step);
        case ai.matih.pipelines.definition.EventFold ignored -> List.of();
        case ai.matih.pipelines.definition.WindowAggregate ignored -> List.of();
        case ai.matih.pipelines.definition.DbtTransform ignored -> List.of();
        case ai.matih.pipelines.definition.PythonTransform ignored -> List.of();
        case ai.matih.pipelines.definition.SparkTransform ignored -> List.of();
      };
    }

    private List<Column> input(DraftStep step) {
      return step.inputs().isEmpty()
          ? List.of()
          : columns.getOrDefault(step.inputs().getFirst().step(), List.of());
    }

    /** The columns of the result; none if they are not known or the engine refused. */
    private List<Column> check(DraftStep step, String sql) {
      Map<String, List<Column>> relations = new LinkedHashMap<>();
      for (Step.Input input : step.inputs()) {
        relations.put(input.relation(), columns.getOrDefault(input.step(), List.of()));
      }
      if (relations.values().stream().anyMatch(List::isEmpty)) {
        return List.of();
      }
      checked++;
      SqlChecker.Verdict verdict = checker.check(sql, relations);
      Optional<String> refusal = verdict.refusal();
      refusal.ifPresent(words -> refusals.put(step.name(), words));
      return refusal.isPresent() ? List.of() : verdict.schema().orElse(List.of());
    }
  }
}
