package ai.matih.pipelines.definition;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Fills placeholders into SQL. A value becomes a literal of its type, or, between quotes, the
 * quoted text; it never becomes code, whatever it holds.
 */
public final class SqlPlaceholders {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private SqlPlaceholders() {}

  /**
   * @param relation the SQL name, already quoted, of the relation {@code input} or {@code name}
   * @param value the value of any other placeholder
   * @throws IllegalArgumentException if a placeholder is malformed or stands where no value can be
   *     made safe (a string with backslash escapes, a dollar-quoted string, a comment)
   */
  public static String fill(
      String sql, Function<String, String> relation, Function<Placeholder, TypedValue> value) {
    List<SqlRegion> regions = SqlRegion.of(sql);
    return Placeholders.fill(
        sql,
        placeholder -> {
          SqlRegion region = regionAt(regions, placeholder.offset());
          if (!mayStandIn(region, placeholder)) {
            throw new IllegalArgumentException(
                "a placeholder cannot stand here: " + placeholder.raw());
          }
          return placeholder instanceof Placeholder.Relation named
              ? relation.apply(named.name())
              : valueIn(region, sql, value.apply(placeholder));
        });
  }

  /** The placeholders that stand where no value can be made safe. */
  public static List<Placeholder> misplaced(String sql) {
    List<SqlRegion> regions = SqlRegion.of(sql);
    return Placeholders.in(sql).stream()
        .filter(placeholder -> !mayStandIn(regionAt(regions, placeholder.offset()), placeholder))
        .toList();
  }

  /** The value as a SQL literal; an instant is given in UTC. */
  public static String literal(TypedValue value) {
    return switch (value.type()) {
      case STRING -> "'" + value.text().replace("'", "''") + "'";
      case INTEGER, NUMBER -> new BigDecimal(value.text()).toPlainString();
      case BOOLEAN -> Boolean.parseBoolean(value.text()) ? "TRUE" : "FALSE";
      case DATE -> "DATE '" + LocalDate.parse(value.text()) + "'";
      case TIMESTAMP ->
          "TIMESTAMP '"
              + OffsetDateTime.parse(value.text())
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .format(TIMESTAMP)
              + "'";
    };
  }

  private static boolean mayStandIn(SqlRegion region, Placeholder placeholder) {
    return switch (region.kind()) {
      case CODE -> true;
      case STRING, QUOTED_NAME -> !(placeholder instanceof Placeholder.Relation);
      case ESCAPE_STRING, DOLLAR_STRING, COMMENT -> false;
    };
  }

  private static String valueIn(SqlRegion region, String sql, TypedValue value) {
    if (region.kind() == SqlRegion.Kind.CODE) {
      return literal(value);
    }
    String quote = sql.substring(region.start(), region.start() + 1);
    return value.text().replace(quote, quote + quote);
  }

  private static SqlRegion regionAt(List<SqlRegion> regions, int offset) {
    int low = 0;
    int high = regions.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (regions.get(middle).end() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return regions.get(low);
  }
}
