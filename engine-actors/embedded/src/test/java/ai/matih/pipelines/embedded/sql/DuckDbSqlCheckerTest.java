package ai.matih.pipelines.embedded.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.planning.SqlChecker.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbSqlCheckerTest {
  private static final Map<String, List<Column>> ORDERS =
      Map.of(
          "orders",
          List.of(
              new Column("id", "BIGINT"),
              new Column("amount", "DECIMAL(10,2)"),
              new Column("ts", "TIMESTAMP WITH TIME ZONE"),
              new Column("tags", "VARCHAR[]"),
              new Column("js", "JSON")));

  private final DuckDbSqlChecker checker = new DuckDbSqlChecker();

  @Test
  void tellsTheColumnsOfTheResult() {
    Verdict verdict =
        checker.check(
            "SELECT id, sum(amount) AS total, max(ts) AS ts, JSON_VALUE(any_value(js), '$.x') AS x "
                + "FROM {{ input }} GROUP BY id",
            ORDERS);
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.schema().orElseThrow())
        .containsExactly(
            new Column("id", "BIGINT"),
            new Column("total", "DECIMAL(38,2)"),
            new Column("ts", "TIMESTAMP WITH TIME ZONE"),
            new Column("x", "VARCHAR"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM {{ orders }} WHERE id > {{ params.least }}",
        "SELECT * FROM orders WHERE ts >= {{ data_interval_start }} AND ts < {{ data_interval_end }}",
        "SELECT * FROM orders WHERE ts::DATE = DATE '{{ execution_date }}'",
        "SELECT * FROM orders WHERE ts::DATE = ${execution_date} LIMIT 10"
      })
  void acceptsPlaceholdersWhoseValuesAreNotKnownYet(String sql) {
    assertThat(checker.check(sql, ORDERS).refusal()).isEmpty();
  }

  @Test
  void refusesInDuckDbsWords() {
    assertThat(refusal("SELECT nothing FROM {{ input }}")).contains("\"nothing\" not found");
    assertThat(refusal("SELECT sum(tags) FROM {{ input }}")).contains("sum");
    assertThat(refusal("SELEC 1")).contains("syntax error");
  }

  @Test
  void refusesWhatReachesForMore() {
    assertThat(refusal("SELECT * FROM read_csv('x.csv')")).contains("read_csv is not allowed");
    assertThat(refusal("SELECT * FROM customers")).contains("customers is not an input");
    assertThat(refusal("SELECT * FROM {{ customers }}")).contains("none of the inputs orders");
  }

  private String refusal(String sql) {
    return checker.check(sql, ORDERS).refusal().orElseThrow();
  }
}
