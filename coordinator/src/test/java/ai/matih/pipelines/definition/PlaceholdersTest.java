package ai.matih.pipelines.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  private static final String ATTACK = "x' OR 1=1; DROP TABLE t; --";

  @Test
  void everyFormIsRecognised() {
    assertThat(
            Placeholders.in(
                "${A_B} {{input}} {{ params.n }} {{ last_run }} ${execution_date} {{ a + b }} ${x y}"))
        .containsExactly(
            new Placeholder.Variable("A_B", "${A_B}", 0),
            new Placeholder.Relation("input", "{{input}}", 7),
            new Placeholder.ParameterValue("n", "{{ params.n }}", 17),
            new Placeholder.Value(RunValue.LAST_RUN, "{{ last_run }}", 32),
            new Placeholder.Value(RunValue.EXECUTION_DATE, "${execution_date}", 47),
            new Placeholder.Malformed("{{ a + b }}", 65),
            new Placeholder.Malformed("${x y}", 77));
  }

  @Test
  void aValueBecomesALiteralOfItsType() {
    assertThat(SqlPlaceholders.literal(new TypedValue(ScalarType.STRING, "O'Hara")))
        .isEqualTo("'O''Hara'");
    assertThat(SqlPlaceholders.literal(new TypedValue(ScalarType.INTEGER, "7"))).isEqualTo("7");
    assertThat(SqlPlaceholders.literal(new TypedValue(ScalarType.BOOLEAN, "True")))
        .isEqualTo("TRUE");
    assertThat(SqlPlaceholders.literal(new TypedValue(ScalarType.DATE, "2026-01-31")))
        .isEqualTo("DATE '2026-01-31'");
    assertThat(
            SqlPlaceholders.literal(
                new TypedValue(ScalarType.TIMESTAMP, "2026-01-31T06:00:00+01:00")))
        .isEqualTo("TIMESTAMP '2026-01-31 05:00:00.000000'");
  }

  @Test
  void aValueNeverBecomesCode() {
    assertThat(filled("a = {{ params.x }}", ATTACK))
        .isEqualTo("a = 'x'' OR 1=1; DROP TABLE t; --'");
    assertThat(filled("a = '{{ params.x }}'", ATTACK))
        .isEqualTo("a = 'x'' OR 1=1; DROP TABLE t; --'");
    assertThat(filled("\"{{ params.x }}\"", "a\" b")).isEqualTo("\"a\"\" b\"");
    assertThatThrownBy(
            () ->
                SqlPlaceholders.fill(
                    "{{ params.x }}",
                    name -> name,
                    placeholder -> new TypedValue(ScalarType.INTEGER, "1 OR 1=1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueIsNotLookedAtAgain() {
    assertThat(filled("{{ params.x }}", "{{ params.x }}")).isEqualTo("'{{ params.x }}'");
    assertThat(Placeholders.fill("${A}${A}", placeholder -> "${A}")).isEqualTo("${A}${A}");
  }

  @Test
  void relationsAreFilledInAsTheCallerQuotesThem() {
    assertThat(
            SqlPlaceholders.fill(
                "SELECT * FROM {{ input }}, {{ b }} -- it's",
                name -> "\"r_" + name + "\"",
                placeholder -> new TypedValue(ScalarType.STRING, "")))
        .isEqualTo("SELECT * FROM \"r_input\", \"r_b\" -- it's");
  }

  @Test
  void whereNoValueIsSafeNoneIsPut() {
    assertThat(SqlPlaceholders.misplaced("E'{{ params.x }}'")).hasSize(1);
    assertThat(SqlPlaceholders.misplaced("$$ {{ params.x }} $$")).hasSize(1);
    assertThat(SqlPlaceholders.misplaced("-- {{ params.x }}\n1")).hasSize(1);
    assertThat(SqlPlaceholders.misplaced("/* /* */ {{ params.x }} */ 1")).hasSize(1);
    assertThat(SqlPlaceholders.misplaced("'it''s' || {{ params.x }}")).isEmpty();
    assertThatThrownBy(() -> filled("E'{{ params.x }}'", "y"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String filled(String sql, String value) {
    return SqlPlaceholders.fill(
        sql, name -> name, placeholder -> new TypedValue(ScalarType.STRING, value));
  }
}
