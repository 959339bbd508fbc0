package ai.matih.pipelines.embedded.sql;

/**
 * Functions that definitions may use on every engine and that DuckDB has not, or has otherwise.
 *
 * <p>{@code JSON_VALUE(value, path)}: the scalar at a path as text without quotes; NULL if there is
 * none, if it is an object or array, and on text that is not JSON.
 */
final class PortableFunctions {
  static final String CREATE =
      """
      CREATE MACRO json_value(value, path) AS
        CASE WHEN json_valid(value) AND json_type(value, path) NOT IN ('OBJECT', 'ARRAY')
             THEN json_extract_string(value, path) END;
      """;

  private PortableFunctions() {}
}
