package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a quality check looks at. A row rule counts failing rows; a dataset rule passes or not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CheckRule.NotNull.class, name = "not_null"),
  @JsonSubTypes.Type(value = CheckRule.Unique.class, name = "unique"),
  @JsonSubTypes.Type(value = CheckRule.AcceptedValues.class, name = "accepted_values"),
  @JsonSubTypes.Type(value = CheckRule.Range.class, name = "range"),
  @JsonSubTypes.Type(value = CheckRule.Regex.class, name = "regex"),
  @JsonSubTypes.Type(value = CheckRule.RowCount.class, name = "row_count"),
  @JsonSubTypes.Type(value = CheckRule.Freshness.class, name = "freshness"),
  @JsonSubTypes.Type(value = CheckRule.Referential.class, name = "referential"),
  @JsonSubTypes.Type(value = CheckRule.Expression.class, name = "expression"),
  @JsonSubTypes.Type(value = CheckRule.Schema.class, name = "schema")
})
public sealed interface CheckRule {
  /** None of the columns is NULL. */
  record NotNull(List<String> columns) implements CheckRule {
    public NotNull {
      columns = Immutable.list(columns);
    }
  }

  /** No two rows have the same values in all of the columns. */
  record Unique(List<String> columns) implements CheckRule {
    public Unique {
      columns = Immutable.list(columns);
    }
  }

  /** The column holds one of the values, or NULL. */
  record AcceptedValues(String column, List<TypedValue> values) implements CheckRule {
    public AcceptedValues {
      values = Immutable.list(values);
    }
  }

  /** The column lies within the bounds, both included, or is NULL. At least one bound is given. */
  record Range(String column, Optional<TypedValue> min, Optional<TypedValue> max)
      implements CheckRule {}

  /** The column's text matches the whole pattern, or is NULL. */
  record Regex(String column, String pattern) implements CheckRule {}

  /** Dataset rule: the number of rows lies within the bounds, both included. */
  record RowCount(Optional<Long> min, Optional<Long> max) implements CheckRule {}

  /** Dataset rule: the newest value of the column is no older than {@code maxAge}. */
  record Freshness(String column, Duration maxAge) implements CheckRule {}

  /** Each combination of the columns, unless one is NULL, exists in another dataset. */
  record Referential(List<String> columns, String references, List<String> referencedColumns)
      implements CheckRule {
    public Referential {
      columns = Immutable.list(columns);
      referencedColumns = Immutable.list(referencedColumns);
    }
  }

  /** A SQL condition that is true for each row; NULL fails. */
  record Expression(String expression) implements CheckRule {}

  /** Dataset rule: the dataset has these columns. */
  record Schema(List<String> expectedColumns) implements CheckRule {
    public Schema {
      expectedColumns = Immutable.list(expectedColumns);
    }
  }
}
