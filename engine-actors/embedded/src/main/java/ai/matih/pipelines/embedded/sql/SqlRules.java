package ai.matih.pipelines.embedded.sql;

import java.util.Set;

/** Names that decide whether a parse tree is harmless; all in lower case. */
final class SqlRules {
  private SqlRules() {}

  /** Ways of making rows that read. Others (INSERT ... within WITH) write. */
  static final Set<String> QUERY_NODES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");

  /** What may stand in FROM. Not: SHOW_REF (SHOW, DESCRIBE, SUMMARIZE) and internal ones. */
  static final Set<String> TABLE_REFERENCES =
      Set.of(
          "BASE_TABLE",
          "SUBQUERY",
          "JOIN",
          "TABLE_FUNCTION",
          "EXPRESSION_LIST",
          "EMPTY",
          "EMPTY_FROM",
          "PIVOT");

  /** Table functions that only look at their arguments. All others read something. */
  static final Set<String> TABLE_FUNCTIONS =
      Set.of(
          "range",
          "generate_series",
          "unnest",
          "json_each",
          "json_tree",
          "repeat",
          "regexp_split_to_table");

  private static final Set<String> CLOSED_FUNCTIONS =
      Set.of(
          "getenv",
          "getvariable",
          "current_setting",
          "current_query",
          "current_query_id",
          "current_connection_id",
          "current_transaction_id",
          "current_catalog",
          "current_database",
          "current_databases",
          "current_schema",
          "current_schemas",
          "current_role",
          "current_user",
          "session_user",
          "user",
          "version",
          "nextval",
          "currval",
          "setseed",
          "write_log",
          "parse_duckdb_log_message",
          "json_serialize_sql",
          "json_serialize_plan",
          "json_deserialize_sql",
          "in_search_path",
          "col_description",
          "obj_description",
          "shobj_description",
          "txid_current",
          "format_pg_type",
          "format_type",
          "sleep_ms",
          "get_block_size");

  /** Scalar functions that tell of the machine, the session or the catalog, or change something. */
  static boolean isClosed(String function) {
    return CLOSED_FUNCTIONS.contains(function)
        || function.startsWith("pg_")
        || function.startsWith("has_")
        || function.startsWith("__internal_");
  }
}
