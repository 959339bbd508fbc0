package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.SqlRegion;
import ai.matih.pipelines.definition.language.Reading;
import ai.matih.pipelines.definition.language.TemplateKind;
import ai.matih.pipelines.definition.language.TemplateText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step's SQL is one query over its inputs. Only what needs no knowledge of a dialect is looked at
 * here; each engine's own planner has the last word.
 */
final class SqlStatements implements Rule {
  private static final Pattern QUERY =
      Pattern.compile("(?is)^[\\s(]*(select|with|from|values|table|pivot|unpivot)\\b");
  private static final Pattern FILE =
      Pattern.compile(
          "(?i)\\b(?:from|join)\\s+'|\\b(?:read_\\w+|glob|parquet_scan|sniff_csv)\\s*\\(");
  private static final Pattern FIRST_WORD = Pattern.compile("^[\\s(]*(\\w+)");

  @Override
  public void check(Draft draft, Reading reading) {
    reading.templates().stream()
        .filter(template -> template.kind().isSql())
        .forEach(template -> check(template, reading));
  }

  private static void check(TemplateText template, Reading reading) {
    String code = code(template.text());
    if (code.isBlank()) {
      report("sql_empty", template, "", "there is no SQL here", "Write it.", reading);
      return;
    }
    int semicolon = code.indexOf(';');
    boolean condition = template.kind() == TemplateKind.CONDITION;
    if (semicolon >= 0 && (condition || !code.substring(semicolon + 1).isBlank())) {
      report(
          "sql_several_statements",
          template,
          template.text().substring(semicolon, Math.min(semicolon + 20, template.text().length())),
          condition ? "a condition has no semicolon" : "there is more than one statement",
          condition ? "Remove it." : "Keep one statement; make a step for each other.",
          reading);
    }
    boolean query =
        template.kind() == TemplateKind.TRANSFORM || template.kind() == TemplateKind.QUERY;
    if (query && !QUERY.matcher(code).lookingAt()) {
      Matcher word = FIRST_WORD.matcher(code);
      String first = word.find() ? word.group(1) : code.strip().substring(0, 1);
      report(
          "sql_not_a_query",
          template,
          first,
          first.toUpperCase(Locale.ROOT) + " does not begin a query",
          "A step only reads: begin with SELECT or WITH; sinks write.",
          reading);
    }
    Matcher file = FILE.matcher(code);
    if (template.kind() == TemplateKind.TRANSFORM && file.find()) {
      report(
          "sql_reads_file",
          template,
          template.text().substring(file.start(), file.end()),
          "a step reads its inputs and nothing else",
          "Read files by a source of type file.",
          reading);
    }
  }

  /** The text with comments and the inside of quotes made blank, so that places stay the same. */
  private static String code(String sql) {
    StringBuilder code = new StringBuilder(sql);
    for (SqlRegion region : SqlRegion.of(sql)) {
      if (region.kind() != SqlRegion.Kind.CODE) {
        int quote = region.kind() == SqlRegion.Kind.COMMENT ? 0 : 1;
        for (int i = region.start() + quote; i < region.end() - quote; i++) {
          code.setCharAt(i, ' ');
        }
      }
    }
    return code.toString();
  }

  private static void report(
      String code,
      TemplateText template,
      String piece,
      String message,
      String remedy,
      Reading reading) {
    reading.error(code, template.path(), template.position().apply(piece), message, remedy);
  }
}
