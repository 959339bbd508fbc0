package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table that rows are loaded into: made if it may be, and matched to the rows by column name. */
record TargetTable(TableName name, List<String> columns) {

  /** Within the session's transaction; creates schema and table when missing and {@code create}. */
  static TargetTable open(
      PostgresSession session, TableName name, List<Column> input, boolean create) {
    if (!exists(session, name)) {
      if (!create) {
        throw StepFailure.user(
            "TABLE_MISSING", "there is no table " + name, "create it, or set create_table: true");
      }
      // two first loads at once: IF NOT EXISTS does not see a table that is being made
      session.execute("SELECT pg_advisory_xact_lock(hashtext(?))", name.toString());
      createSchema(session, name.schema());
      session.execute(
          "CREATE TABLE IF NOT EXISTS " + name.quoted() + " (" + declarations(input) + ")");
    }
    List<String> existing =
        session.rows(
            row -> row.getString(1),
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 "
                + "AND NOT attisdropped AND attgenerated = ''",
            name.quoted());
    return new TargetTable(name, matched(name, input, existing));
  }

  static boolean exists(PostgresSession session, TableName name) {
    return session
        .rows(row -> row.getString(1) != null, "SELECT to_regclass(?)::text", name.quoted())
        .getFirst();
  }

  static void createSchema(PostgresSession session, String schema) {
    boolean there =
        session
            .rows(
                row -> row.getBoolean(1),
                "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)",
                schema)
            .getFirst();
    if (!there) {
      session.execute("SELECT pg_advisory_xact_lock(hashtext(?))", schema);
      session.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.name(schema));
    }
  }

  private static String declarations(List<Column> input) {
    return input.stream()
        .map(column -> Sql.name(column.name()) + " " + PostgresTypes.of(column.type()))
        .collect(Collectors.joining(", "));
  }

  /**
   * The table's spelling of each input column: the same, else the only one that differs in case.
   */
  private static List<String> matched(TableName name, List<Column> input, List<String> existing) {
    var matched = new ArrayList<String>();
    for (Column column : input) {
      List<String> alike =
          existing.contains(column.name())
              ? List.of(column.name())
              : existing.stream().filter(column.name()::equalsIgnoreCase).toList();
      if (alike.size() != 1) {
        throw StepFailure.user(
            "COLUMN_MISSING",
            "table " + name + " has no column " + column.name(),
            "leave it out of the input, or: ALTER TABLE "
                + name.quoted()
                + " ADD COLUMN "
                + Sql.name(column.name())
                + " "
                + PostgresTypes.of(column.type()));
      }
      matched.add(alike.getFirst());
    }
    return List.copyOf(matched);
  }

  String columnList() {
    return columns.stream().map(Sql::name).collect(Collectors.joining(", "));
  }
}
