package ai.matih.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {

  @ParameterizedTest
  @CsvSource({
    "db.example.com, db.example.com, true",
    "db.example.com, DB.Example.com., true",
    "db.example.com, db.example.com.evil.test, false",
    "db.example.com, other.example.com, false",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, evilexample.com, false",
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "192.168.1.128/25, 192.168.1.100, false",
    "fd00::/8, [fd00::1], true",
    "fd00::/8, fe80::1, false",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "127.0.0.0/8, localhost.invalid, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "*, whatever.test, true"
  })
  void aHostIsAllowedByNameOrByItsAddresses(String rule, String host, boolean allowed) {
    assertThat(Egress.of(List.of("none.test", rule)).allows(host)).isEqualTo(allowed);
  }

  @Test
  void anAddressInAnotherSpellingIsWhatItStandsFor() {
    assertThat(Egress.of(List.of("127.0.0.0/8")).allows("2130706433")).isTrue();
    assertThat(Egress.of(List.of("10.0.0.0/8")).allows("2130706433")).isFalse();
  }

  @Test
  void withoutARuleNothingIsAllowed() {
    assertThat(Egress.of(List.of()).allows("localhost")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.*", "db.*", "10.0.0.0/33", "10.0.0.0/x", "http://db", "a b", "db:5432/x"})
  void whatIsNoRuleIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Egress.of(List.of(text)))
        .withMessageContaining("matih.egress.allow")
        .withMessageContaining("\"" + text + "\"");
  }
}
