package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.SqlPlaceholders;
import ai.matih.pipelines.definition.TypedValue;
import ai.matih.pipelines.embedded.sql.Relations;
import ai.matih.pipelines.embedded.sql.RunValueTypes;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** What the placeholders of a definition stand for in this run. */
public final class RunValues {
  private static final String PARAMETER = "params.";
  private final Map<String, Object> values;

  /** Of the values that a run is pinned to. */
  public RunValues(Map<String, Object> values) {
    this.values = values;
  }

  /** SQL with relations as quoted names and values as literals. */
  public String inSql(String sql, Collection<String> relations) {
    try {
      return SqlPlaceholders.fill(
          sql, name -> Sql.name(Relations.named(name, relations)), this::value);
    } catch (IllegalArgumentException e) {
      throw StepFailure.user("PLACEHOLDER", e.getMessage(), "correct the placeholder");
    }
  }

  /** Text that is not SQL, such as a folder's name. */
  public String inText(String text) {
    try {
      return Placeholders.fill(text, placeholder -> value(placeholder).text());
    } catch (IllegalArgumentException e) {
      throw StepFailure.user("PLACEHOLDER", e.getMessage(), "correct the placeholder");
    }
  }

  private TypedValue value(Placeholder placeholder) {
    return switch (placeholder) {
      case Placeholder.Value run ->
          new TypedValue(
              RunValueTypes.of(run.value()), given(run.value().wireName(), run.raw()).toString());
      case Placeholder.ParameterValue parameter ->
          typed(given(PARAMETER + parameter.name(), parameter.raw()));
      case Placeholder.Variable variable -> typed(given(variable.name(), variable.raw()));
      case Placeholder.Relation relation ->
          throw new IllegalArgumentException(relation.raw() + " can only stand in SQL");
      case Placeholder.Malformed malformed ->
          throw new IllegalArgumentException("not a placeholder: " + malformed.raw());
    };
  }

  private Object given(String name, String raw) {
    Object value = values.get(name);
    if (value == null) {
      throw StepFailure.configuration(
          "VALUE_MISSING",
          raw + " has no value in this run",
          "give it a default in the definition, or a value when the run is started");
    }
    return value;
  }

  private static TypedValue typed(Object value) {
    return switch (value) {
      case Boolean flag -> new TypedValue(ScalarType.BOOLEAN, flag.toString());
      case Number number ->
          new TypedValue(ScalarType.NUMBER, new BigDecimal(number.toString()).toPlainString());
      default -> new TypedValue(ScalarType.STRING, value.toString());
    };
  }
}
