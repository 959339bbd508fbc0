package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.DbtTransform;
import ai.matih.pipelines.definition.Deduplicate;
import ai.matih.pipelines.definition.EventFold;
import ai.matih.pipelines.definition.Filter;
import ai.matih.pipelines.definition.Keep;
import ai.matih.pipelines.definition.PythonTransform;
import ai.matih.pipelines.definition.SchemaCheck;
import ai.matih.pipelines.definition.SparkTransform;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.definition.WindowAggregate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statement that does a transformation's work. */
final class Transforms {
  private Transforms() {}

  /** Empty for a transformation that only looks and passes its input on. */
  static Optional<String> sql(
      Transformation transformation, List<String> relations, RunValues values) {
    return switch (transformation) {
      case SqlTransform sql -> Optional.of(values.inSql(sql.sql(), relations));
      case Filter filter ->
          Optional.of(
              "SELECT * FROM "
                  + only(relations)
                  + " WHERE ("
                  + values.inSql(filter.condition(), relations)
                  + "\n)");
      case Deduplicate deduplicate -> Optional.of(deduplicate(deduplicate, relations));
      case SchemaCheck ignored -> Optional.empty();
      case EventFold ignored -> throw unsupported("event_fold");
      case WindowAggregate ignored -> throw unsupported("window_aggregate");
      case DbtTransform ignored -> throw unsupported("dbt");
      case PythonTransform ignored -> throw unsupported("python");
      case SparkTransform ignored -> throw unsupported("spark");
    };
  }

  private static String deduplicate(Deduplicate work, List<String> relations) {
    String keys = work.keys().stream().map(Sql::name).collect(Collectors.joining(", "));
    String direction = work.keep() == Keep.LAST ? " DESC" : " ASC";
    String order =
        work.orderBy()
            .map(column -> " ORDER BY " + Sql.name(column) + direction + " NULLS LAST")
            .orElse("");
    return "SELECT * FROM "
        + only(relations)
        + " QUALIFY row_number() OVER (PARTITION BY "
        + keys
        + order
        + ") = 1";
  }

  private static String only(List<String> relations) {
    return Sql.name(relations.getFirst());
  }

  static StepFailure unsupported(String what) {
    return StepFailure.configuration(
        "NOT_ON_THIS_ENGINE",
        "the embedded engine cannot do " + what,
        "configure an engine that can, or change the step");
  }
}
