package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.Tolerance;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import ai.matih.pipelines.quality.QualityResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Measures one dataset by one rule. */
final class CheckMeasure {
  private final StepDatabase database;
  private final String relation;
  private final RunValues values;

  CheckMeasure(StepDatabase database, String relation, RunValues values) {
    this.database = database;
    this.relation = relation;
    this.values = values;
  }

  QualityResult of(QualityCheck check, String dataset) {
    return switch (check.rule()) {
      case CheckRule.NotNull rule ->
          rows(check, dataset, anyNull(rule.columns()), "with NULL in " + names(rule.columns()));
      case CheckRule.Expression rule ->
          rows(
              check,
              dataset,
              "(" + values.inSql(rule.expression(), List.of(relation)) + "\n) IS NOT TRUE",
              "not fulfilling " + rule.expression().strip());
      case CheckRule.Unique rule -> unique(check, dataset, rule.columns());
      case CheckRule.RowCount rule -> rowCount(check, dataset, rule);
      case CheckRule.AcceptedValues ignored -> throw Transforms.unsupported("accepted_values");
      case CheckRule.Range ignored -> throw Transforms.unsupported("range");
      case CheckRule.Regex ignored -> throw Transforms.unsupported("regex");
      case CheckRule.Freshness ignored -> throw Transforms.unsupported("freshness");
      case CheckRule.Referential ignored -> throw Transforms.unsupported("referential");
      case CheckRule.Schema ignored -> throw Transforms.unsupported("schema");
    };
  }

  private QualityResult rows(QualityCheck check, String dataset, String failing, String what) {
    List<Long> counts =
        database.numbers(
            "SELECT count(*) FILTER (WHERE " + failing + "), count(*) FROM " + Sql.name(relation));
    return byRow(check, dataset, counts.getFirst(), counts.getLast(), what);
  }

  /** Of rows with equal keys all but one fail. */
  private QualityResult unique(QualityCheck check, String dataset, List<String> columns) {
    List<Long> counts =
        database.numbers(
            "SELECT coalesce(sum(n - 1), 0), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM "
                + Sql.name(relation)
                + " GROUP BY "
                + columns.stream().map(Sql::name).collect(Collectors.joining(", "))
                + ") AS groups");
    String what = "repeating " + names(columns);
    return byRow(check, dataset, counts.getFirst(), counts.getLast(), what);
  }

  private QualityResult byRow(
      QualityCheck check, String dataset, long failing, long rows, String what) {
    Tolerance tolerance = check.maxFailing();
    double score = rows == 0 ? 1 : 1 - (double) failing / rows;
    return new QualityResult(
        check.name(),
        dataset,
        tolerance.allows(failing, rows),
        failing,
        rows,
        limit(tolerance),
        score,
        check.onFail().wireName(),
        Optional.of(
            "%,d of %,d rows %s (%s %%, limit %s)"
                .formatted(failing, rows, what, percent(1 - score), limit(tolerance))));
  }

  private QualityResult rowCount(QualityCheck check, String dataset, CheckRule.RowCount rule) {
    long rows = database.count(relation);
    boolean passed = rows >= rule.min().orElse(0L) && rows <= rule.max().orElse(Long.MAX_VALUE);
    String limit =
        rule.min().map(min -> "at least %,d".formatted(min)).orElse("")
            + (rule.min().isPresent() && rule.max().isPresent() ? ", " : "")
            + rule.max().map(max -> "at most %,d".formatted(max)).orElse("");
    return new QualityResult(
        check.name(),
        dataset,
        passed,
        passed ? 0 : 1,
        rows,
        limit,
        passed ? 1 : 0,
        check.onFail().wireName(),
        Optional.of("%,d rows (limit %s)".formatted(rows, limit)));
  }

  private static String anyNull(List<String> columns) {
    return columns.stream()
        .map(column -> Sql.name(column) + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  private static String names(List<String> columns) {
    return columns.size() == 1 ? columns.getFirst() : "(" + String.join(", ", columns) + ")";
  }

  private static String limit(Tolerance tolerance) {
    return tolerance
        .fraction()
        .map(part -> part.multiply(BigDecimal.valueOf(100)).stripTrailingZeros().toPlainString())
        .map(percent -> percent + " %")
        .orElseGet(() -> "%,d rows".formatted(tolerance.count().orElse(0L)));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f", part * 100);
  }
}
