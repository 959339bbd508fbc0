package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.duckdb.Sql;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column that comes from PostgreSQL as text, and the DuckDB type it becomes. Types without a
 * counterpart (arrays, ranges, networks, enums, intervals ...) stay text as PostgreSQL prints it.
 */
record PostgresColumn(String name, String postgresType, String duckdbType) {
  private static final int MAX_DIGITS = 38;

  /** A numeric without declared digits: 20 before the point and 18 after it. */
  private static final String ANY_NUMERIC = "DECIMAL(38,18)";

  static List<PostgresColumn> of(ResultSetMetaData columns) throws SQLException {
    var all = new ArrayList<PostgresColumn>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String type = columns.getColumnTypeName(i);
      all.add(
          new PostgresColumn(
              columns.getColumnLabel(i),
              type,
              duckdbType(type, columns.getPrecision(i), columns.getScale(i))));
    }
    return List.copyOf(all);
  }

  private static String duckdbType(String type, int precision, int scale) {
    return switch (type) {
      case "bool" -> "BOOLEAN";
      case "int2", "smallserial" -> "SMALLINT";
      case "int4", "serial" -> "INTEGER";
      case "int8", "bigserial", "oid" -> "BIGINT";
      case "float4" -> "FLOAT";
      case "float8" -> "DOUBLE";
      case "numeric" -> numeric(precision, scale);
      case "date" -> "DATE";
      case "time" -> "TIME";
      case "timestamp" -> "TIMESTAMP";
      case "timestamptz" -> "TIMESTAMP WITH TIME ZONE";
      case "uuid" -> "UUID";
      case "json", "jsonb" -> "JSON";
      case "bytea" -> "BLOB";
      default -> "VARCHAR";
    };
  }

  private static String numeric(int precision, int scale) {
    if (precision == 0) {
      return ANY_NUMERIC;
    }
    boolean fits = precision <= MAX_DIGITS && scale >= 0 && scale <= precision;
    return fits ? "DECIMAL(" + precision + "," + scale + ")" : "VARCHAR";
  }

  boolean binary() {
    return duckdbType.equals("BLOB");
  }

  /** The select item that turns the text of the feed's column {@code feedName} into the value. */
  String cast(String feedName) {
    String value =
        switch (duckdbType) {
          case "VARCHAR" -> feedName;
          case "BLOB" -> "unhex(substr(" + feedName + ", 3))";
          default -> "CAST(" + feedName + " AS " + duckdbType + ")";
        };
    return value + " AS " + Sql.name(name);
  }
}
