package ai.matih.pipelines.embedded.sql;

import ai.matih.pipelines.definition.SqlRegion;

/** The text of one statement, ready to stand between brackets. */
final class SqlText {
  private SqlText() {}

  /** Without the semicolons, spaces and comments at its end. */
  static String withoutEnd(String sql) {
    for (SqlRegion region : SqlRegion.of(sql).reversed()) {
      if (region.kind() == SqlRegion.Kind.COMMENT) {
        continue;
      }
      int end = region.end();
      while (end > region.start() && isFiller(region, sql.charAt(end - 1))) {
        end--;
      }
      if (end > region.start()) {
        return sql.substring(0, end);
      }
    }
    return "";
  }

  private static boolean isFiller(SqlRegion region, char c) {
    return region.kind() == SqlRegion.Kind.CODE && (c == ';' || Character.isWhitespace(c));
  }
}
