package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.AddedColumn;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.DbtTransform;
import ai.matih.pipelines.definition.Deduplicate;
import ai.matih.pipelines.definition.EventFold;
import ai.matih.pipelines.definition.Filter;
import ai.matih.pipelines.definition.PythonTransform;
import ai.matih.pipelines.definition.SchemaCheck;
import ai.matih.pipelines.definition.SparkTransform;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.definition.WindowAggregate;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.ArrayList;
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
            case StepWork.Extract extract -> extracted(extract);
            case StepWork.Transform transform -> transform(step, transform.transformation());
            case StepWork.Check check -> {
              judge(step, check.check().rule());
              yield input(step);
            }
            case StepWork.Load ignored -> List.of();
            case StepWork.Task task ->
                task.work() instanceof TaskWork.Sql sql ? query(step, sql) : List.of();
          });
    }

    /** A query on a connection is judged where it runs: by the source's statistics. */
    private List<Column> query(DraftStep step, TaskWork.Sql sql) {
      return sql.connection().isPresent() ? facts.schema(step.subject()) : check(step, sql.query());
    }

    private List<Column> transform(DraftStep step, Transformation transformation) {
      return switch (transformation) {
        case SqlTransform sql -> check(step, sql.sql());
        case Filter filter -> {
          condition(step, filter.condition());
          yield input(step);
        }
        case Deduplicate deduplicate -> {
          present(step, deduplicate.keys());
          deduplicate.orderBy().ifPresent(column -> present(step, List.of(column)));
          yield input(step);
        }
        case SchemaCheck ignored -> input(step);
        case EventFold ignored -> List.of();
        case WindowAggregate ignored -> List.of();
        case DbtTransform ignored -> List.of();
        case PythonTransform ignored -> List.of();
        case SparkTransform ignored -> List.of();
      };
    }

    private List<Column> extracted(StepWork.Extract extract) {
      List<Column> known = facts.schema(extract.sourceName());
      if (known.isEmpty()) {
        return known;
      }
      List<Column> all = new ArrayList<>(known);
      for (AddedColumn added : extract.source().addColumns()) {
        all.add(
            switch (added) {
              case EXTRACTED_AT -> new Column(added.wireName(), "TIMESTAMP WITH TIME ZONE");
              case EXECUTION_ID -> new Column(added.wireName(), "VARCHAR");
            });
      }
      return List.copyOf(all);
    }

    /** A schema check says at run time what is missing, so the columns of others only. */
    private void judge(DraftStep step, CheckRule rule) {
      switch (rule) {
        case CheckRule.Expression expression -> condition(step, expression.expression());
        case CheckRule.NotNull check -> present(step, check.columns());
        case CheckRule.Unique check -> present(step, check.columns());
        case CheckRule.AcceptedValues check -> present(step, List.of(check.column()));
        case CheckRule.Range check -> present(step, List.of(check.column()));
        case CheckRule.Regex check -> present(step, List.of(check.column()));
        case CheckRule.Freshness check -> present(step, List.of(check.column()));
        case CheckRule.Referential check -> present(step, check.columns());
        case CheckRule.RowCount ignored -> {}
        case CheckRule.Schema ignored -> {}
      }
    }

    private void condition(DraftStep step, String condition) {
      check(step, "SELECT * FROM {{ input }} WHERE (" + condition + "\n)");
    }

    private void present(DraftStep step, List<String> names) {
      List<String> known = input(step).stream().map(Column::name).toList();
      for (String name : names) {
        if (!known.isEmpty() && known.stream().noneMatch(name::equalsIgnoreCase)) {
          refusals.put(
              step.name(),
              "there is no column " + name + "; there are " + String.join(", ", known));
        }
      }
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
