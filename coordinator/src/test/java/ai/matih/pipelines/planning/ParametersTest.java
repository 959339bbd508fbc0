package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.Parameter;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.ScalarType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

  @Test
  void textIsTakenWhereItReadsAsAValueOfTheType() {
    assertThat(check(ScalarType.INTEGER, "7")).isEqualTo(7L);
    assertThat(check(ScalarType.NUMBER, "0.10")).isEqualTo(new BigDecimal("0.10"));
    assertThat(check(ScalarType.BOOLEAN, "TRUE")).isEqualTo(true);
    assertThat(check(ScalarType.DATE, "2026-01-31")).isEqualTo("2026-01-31");
  }

  @Test
  void valuesOfJsonAreTakenAsTheyAre() {
    assertThat(check(ScalarType.INTEGER, 7)).isEqualTo(7L);
    assertThat(check(ScalarType.BOOLEAN, false)).isEqualTo(false);
    assertThat(check(ScalarType.STRING, 7)).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 7.5",
    "INTEGER, many",
    "NUMBER, 1;DROP",
    "BOOLEAN, yes",
    "DATE, 31.1.2026",
    "TIMESTAMP, 2026-01-31"
  })
  void anythingElseIsRefusedByName(ScalarType type, String text) {
    Parameters.Checked checked = Parameters.check(Map.of("x", optional(type)), Map.of("x", text));

    assertThat(checked.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("wrong_type");
              assertThat(problem.path()).isEqualTo("parameters.x");
            });
  }

  @Test
  void aListIsNoValueOfAnyType() {
    assertThat(
            Parameters.check(Map.of("x", optional(ScalarType.STRING)), Map.of("x", List.of("a")))
                .problems())
        .extracting(Problem::code)
        .containsExactly("wrong_type");
  }

  @Test
  void aDefaultStandsInForWhatIsNotGiven() {
    Parameter withDefault =
        new Parameter(ScalarType.INTEGER, Optional.of("3"), true, Optional.empty());

    assertThat(Parameters.check(Map.of("x", withDefault), Map.of()).values())
        .containsExactly(Map.entry("x", 3L));
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    Map<String, Parameter> declared = new LinkedHashMap<>();
    declared.put("day", new Parameter(ScalarType.DATE, Optional.empty(), true, Optional.empty()));
    declared.put("limit", optional(ScalarType.INTEGER));

    assertThat(Parameters.check(declared, Map.of("limit", "x", "dya", "2026-01-01")).problems())
        .extracting(problem -> problem.code() + " " + problem.path())
        .containsExactly(
            "unknown_parameter parameters.dya",
            "missing_parameter parameters.day",
            "wrong_type parameters.limit");
  }

  private static Object check(ScalarType type, Object value) {
    return Parameters.check(Map.of("x", optional(type)), Map.of("x", value)).values().get("x");
  }

  private static Parameter optional(ScalarType type) {
    return new Parameter(type, Optional.empty(), false, Optional.empty());
  }
}
