package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.List;
import java.util.stream.Collectors;

/** How DuckDB's types are kept in PostgreSQL, and how their values travel there as COPY text. */
final class PostgresTypes {
  private PostgresTypes() {}

  /** The column type for values of a DuckDB type; nested values become jsonb. */
  static String of(String duckdbType) {
    if (isNested(duckdbType)) {
      return "jsonb";
    }
    if (duckdbType.startsWith("DECIMAL")) {
      return duckdbType.replace("DECIMAL", "numeric");
    }
    return switch (duckdbType) {
      case "BOOLEAN" -> "boolean";
      case "TINYINT", "SMALLINT", "UTINYINT" -> "smallint";
      case "INTEGER", "USMALLINT" -> "integer";
      case "BIGINT", "UINTEGER" -> "bigint";
      case "UBIGINT", "HUGEINT", "UHUGEINT" -> "numeric(39,0)";
      case "FLOAT" -> "real";
      case "DOUBLE" -> "double precision";
      case "DATE" -> "date";
      case "TIME" -> "time";
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> "timestamp";
      case "TIMESTAMP WITH TIME ZONE" -> "timestamptz";
      case "INTERVAL" -> "interval";
      case "UUID" -> "uuid";
      case "BLOB" -> "bytea";
      case "JSON" -> "jsonb";
      default -> "text";
    };
  }

  /** One text column: each row a line of COPY's text format, without the line end. */
  static String copyLine(List<Column> columns) {
    return columns.stream()
        .map(column -> "coalesce(" + copyField(column) + ", '\\N')")
        .collect(Collectors.joining(" || chr(9) || "));
  }

  private static String copyField(Column column) {
    String value = Sql.name(column.name());
    if (column.type().equals("BLOB")) {
      return "'\\\\x' || hex(" + value + ")";
    }
    if (isNested(column.type())) {
      return escaped("CAST(to_json(" + value + ") AS VARCHAR)");
    }
    String text = "CAST(" + value + " AS VARCHAR)";
    return isPlain(column.type()) ? text : escaped(text);
  }

  private static String escaped(String text) {
    return "replace(replace(replace(replace("
        + text
        + ", '\\', '\\\\'), chr(9), '\\t'), chr(10), '\\n'), chr(13), '\\r')";
  }

  private static boolean isNested(String type) {
    return type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP");
  }

  /** Types whose text has no tab, line end or backslash. */
  private static boolean isPlain(String type) {
    return switch (type) {
      case "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DATE" -> true;
      default -> type.startsWith("DECIMAL") || type.startsWith("TIMESTAMP");
    };
  }
}
