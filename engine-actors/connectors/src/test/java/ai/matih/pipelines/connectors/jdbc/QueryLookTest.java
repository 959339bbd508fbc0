package ai.matih.pipelines.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.StepFailure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLookTest {
  private final QueryLook look = new QueryLook();

  @BeforeEach
  void clear() {
    TestPostgres.execute(
        "DROP SCHEMA IF EXISTS sense CASCADE; CREATE SCHEMA sense; CREATE TABLE sense.batch (id int)");
  }

  private Optional<String> sees(String query) {
    return look.sees(TestPostgres.connection(Map.of("schema", "sense")), query);
  }

  @Test
  void aRowThatComesIsSeen() {
    assertThat(sees("SELECT id FROM sense.batch")).isEmpty();

    TestPostgres.execute("INSERT INTO sense.batch VALUES (7)");

    assertThat(sees("SELECT id FROM sense.batch")).contains("the query returned 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT NULL", "SELECT false", "SELECT 0", "SELECT ''"})
  void whatMeansNoIsNotSeen(String query) {
    assertThat(sees(query)).isEmpty();
  }

  @Test
  void aLookChangesNothing() {
    assertThatThrownBy(() -> sees("INSERT INTO sense.batch VALUES (1) RETURNING id"))
        .isInstanceOf(StepFailure.class);
    assertThat(sees("SELECT id FROM sense.batch")).isEmpty();
  }
}
