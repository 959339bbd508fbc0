package ai.matih.pipelines.embedded.sql;

import ai.matih.pipelines.definition.RunValue;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.TypedValue;

/** The SQL types of the values that every run brings along. */
public final class RunValueTypes {
  private RunValueTypes() {}

  public static ScalarType of(RunValue value) {
    return switch (value) {
      case EXECUTION_DATE -> ScalarType.DATE;
      case LAST_RUN, DATA_INTERVAL_START, DATA_INTERVAL_END, SCHEDULED_AT -> ScalarType.TIMESTAMP;
      case WATERMARK -> ScalarType.STRING;
    };
  }

  /** Some value of the type, to have a statement judged. */
  static TypedValue sample(RunValue value) {
    ScalarType type = of(value);
    String text = type == ScalarType.TIMESTAMP ? "2026-01-01T00:00:00Z" : "2026-01-01";
    return new TypedValue(type, text);
  }
}
