package ai.matih.pipelines.variable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableRuleTest {

  @ParameterizedTest
  @ValueSource(strings = {"BUCKET", "_a", "tokenizer", "SECRETARY", "partition-key", "PWDS"})
  void ordinaryNamesAreGood(String name) {
    assertThat(VariableRule.check(name, "v")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1A, v, invalid_name",
    "A B, v, invalid_name",
    "execution_date, v, reserved_name",
    "DB_PASSWORD, v, secret_in_clear",
    "API-TOKEN, v, secret_in_clear",
    "secret, v, secret_in_clear",
    "KEY, -----BEGIN RSA PRIVATE KEY-----, secret_in_clear",
    "A, ${secret:DB}, placeholder_in_value",
    "A, ${OTHER}, placeholder_in_value",
    "A, {{ execution_date }}, placeholder_in_value",
  })
  void whatCannotBeOneSaysWhyAndWhatToDo(String name, String value, String code) {
    assertThat(VariableRule.check(name, value))
        .hasValueSatisfying(
            flaw -> {
              assertThat(flaw.code()).isEqualTo(code);
              assertThat(flaw.remedy()).isNotBlank();
            });
  }

  @Test
  void aTextIsBounded() {
    assertThat(VariableRule.check("A", "x".repeat(VariableRule.LONGEST))).isEmpty();
    assertThat(VariableRule.check("A", "x".repeat(VariableRule.LONGEST + 1))).isPresent();
  }
}
