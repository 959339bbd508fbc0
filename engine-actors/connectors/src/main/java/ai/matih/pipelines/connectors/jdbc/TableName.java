package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;

/** A table of PostgreSQL: {@code table} (in {@code defaultSchema}) or {@code schema.table}. */
record TableName(String schema, String table) {

  static TableName parse(String text, String defaultSchema) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
      throw StepFailure.user("TABLE_NAME", "not a table: " + text, "write table or schema.table");
    }
    return parts.length == 2
        ? new TableName(parts[0], parts[1])
        : new TableName(defaultSchema, parts[0]);
  }

  String quoted() {
    return Sql.name(schema) + "." + Sql.name(table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
