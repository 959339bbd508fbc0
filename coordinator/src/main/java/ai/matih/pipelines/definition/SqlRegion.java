package ai.matih.pipelines.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of SQL text that is code, a quoted piece or a comment. Knows no more of SQL than where
 * quotes and comments begin and end.
 *
 * @param start first character
 * @param end one past the last character
 */
public record SqlRegion(Kind kind, int start, int end) {
  /** What a stretch is. */
  public enum Kind {
    CODE,
    STRING,
    ESCAPE_STRING,
    DOLLAR_STRING,
    QUOTED_NAME,
    COMMENT
  }

  private static final Pattern DOLLAR_TAG = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)?\\$");

  /** The whole text, cut into stretches. An open quote or comment reaches to the end. */
  public static List<SqlRegion> of(String sql) {
    List<SqlRegion> regions = new ArrayList<>();
    int code = 0;
    int at = 0;
    while (at < sql.length()) {
      Kind kind = opens(sql, at);
      if (kind == Kind.CODE) {
        at++;
        continue;
      }
      if (at > code) {
        regions.add(new SqlRegion(Kind.CODE, code, at));
      }
      int end = closes(sql, at, kind);
      regions.add(new SqlRegion(kind, at, end));
      at = end;
      code = end;
    }
    if (code < sql.length()) {
      regions.add(new SqlRegion(Kind.CODE, code, sql.length()));
    }
    return List.copyOf(regions);
  }

  private static Kind opens(String sql, int at) {
    return switch (sql.charAt(at)) {
      case '\'' -> escapePrefix(sql, at) ? Kind.ESCAPE_STRING : Kind.STRING;
      case '"', '`' -> Kind.QUOTED_NAME;
      case '-' -> sql.startsWith("--", at) ? Kind.COMMENT : Kind.CODE;
      case '/' -> sql.startsWith("/*", at) ? Kind.COMMENT : Kind.CODE;
      case '$' -> dollarTag(sql, at).isEmpty() ? Kind.CODE : Kind.DOLLAR_STRING;
      default -> Kind.CODE;
    };
  }

  private static boolean escapePrefix(String sql, int quote) {
    return quote > 0
        && (sql.charAt(quote - 1) == 'E' || sql.charAt(quote - 1) == 'e')
        && (quote == 1 || !Character.isLetterOrDigit(sql.charAt(quote - 2)));
  }

  private static int closes(String sql, int start, Kind kind) {
    return switch (kind) {
      case STRING, QUOTED_NAME -> afterQuote(sql, start, false);
      case ESCAPE_STRING -> afterQuote(sql, start, true);
      case DOLLAR_STRING -> after(sql, dollarTag(sql, start), start + 1);
      case COMMENT ->
          sql.startsWith("--", start) ? after(sql, "\n", start) : afterBlockComment(sql, start);
      case CODE -> start + 1;
    };
  }

  private static int afterQuote(String sql, int start, boolean backslashEscapes) {
    char quote = sql.charAt(start);
    for (int at = start + 1; at < sql.length(); at++) {
      if (backslashEscapes && sql.charAt(at) == '\\') {
        at++;
      } else if (sql.charAt(at) == quote) {
        if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
          at++;
        } else {
          return at + 1;
        }
      }
    }
    return sql.length();
  }

  private static int afterBlockComment(String sql, int start) {
    int depth = 0;
    for (int at = start; at < sql.length() - 1; at++) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at++;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at++;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return sql.length();
  }

  private static int after(String sql, String closing, int from) {
    int found = sql.indexOf(closing, from);
    return found < 0 ? sql.length() : found + closing.length();
  }

  private static String dollarTag(String sql, int at) {
    boolean inName = at > 0 && Character.isLetterOrDigit(sql.charAt(at - 1));
    Matcher matcher = DOLLAR_TAG.matcher(sql).region(at, sql.length());
    return !inName && matcher.lookingAt() ? matcher.group() : "";
  }
}
