package ai.matih.pipelines.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.ConnectionTest;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {

  private static ResolvedConnection with(String option, String value) {
    var options = new HashMap<>(Map.of("host", "db", "port", "5432", "database", "d", "user", "u"));
    options.put(option, value);
    return new ResolvedConnection("C", "postgresql", options, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host | db/other?socketFactory=org.x.Factory",
        "host | db:5432/x",
        "host | a,b",
        "host | ..",
        "port | 0",
        "port | 65536",
        "port | 5432/d?loggerFile=/tmp/x",
        "ssl_mode | none",
        "socketFactory | org.springframework.context.support.ClassPathXmlApplicationContext",
        "sslfactory | x",
        "loggerFile | /tmp/x",
        "options | -c x=y",
        "url | jdbc:postgresql://evil/"
      })
  void whatIsNotAPlainFieldIsRefused(String option, String value) {
    assertThatThrownBy(() -> PostgresAddress.of(with(option, value)))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("CONNECTION_INVALID"));
  }

  @Test
  void theDatabaseNameCannotAddProperties() {
    var address = PostgresAddress.of(with("database", "d?loggerFile=/tmp/x&a=b/.."));
    assertThat(address.url())
        .isEqualTo("jdbc:postgresql://db:5432/d%3FloggerFile%3D%2Ftmp%2Fx%26a%3Db%2F..");
  }

  @Test
  void theSecretIsInNoText() {
    var connection =
        new ResolvedConnection(
            "C",
            "postgresql",
            Map.of("host", "localhost", "database", "d", "user", "u"),
            Map.of("password", new Secret("hunter2")));
    assertThat(connection + " " + PostgresAddress.of(connection)).doesNotContain("hunter2");
  }

  @Test
  void aTrialNamesTheServerAndTheUser() {
    ConnectionTest test = new PostgresConnectionType().test(TestPostgres.connection());
    assertThat(test.good()).isTrue();
    assertThat(test.message()).contains("PostgreSQL 18").contains("user postgres");
  }

  @Test
  void aTrialOfAServerThatIsNotThereSaysWhatToCheck() {
    var nowhere = TestPostgres.connection(Map.of("port", "1"));
    ConnectionTest test = new PostgresConnectionType().test(nowhere);
    assertThat(test.good()).isFalse();
    assertThat(test.message()).contains("refused");
    assertThat(test.remedy().orElseThrow()).contains("TARGET");
  }

  @Test
  void aTrialOfADatabaseThatIsNotThereNamesIt() {
    var wrong = TestPostgres.connection(Map.of("database", "nope"));
    assertThat(new PostgresConnectionType().test(wrong).message()).contains("nope");
  }
}
