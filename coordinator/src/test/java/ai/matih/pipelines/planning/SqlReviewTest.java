package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SqlReviewTest {
  private final Map<String, Map<String, List<Column>>> asked = new LinkedHashMap<>();

  /** Accepts all but {@code bad}; the result of a statement is one column {@code made}. */
  private final SqlChecker checker =
      (sql, inputs) -> {
        asked.put(sql, inputs);
        return sql.contains("bad")
            ? new SqlChecker.Verdict(Optional.of("syntax error at bad"), Optional.empty())
            : new SqlChecker.Verdict(
                Optional.empty(), Optional.of(List.of(new Column("made", "BIGINT"))));
      };

  @Test
  void columnsAreFollowedFromTheSourceThroughEachStatement() {
    Plan plan =
        knowing("id")
            .plan(
                new ADefinition()
                    .csv("orders")
                    .sql("first", "SELECT 1", "orders")
                    .sql("second", "SELECT 2", "first", "orders")
                    .table("lake", "second")
                    .build());

    assertThat(asked.get("SELECT 1")).containsOnlyKeys("orders");
    assertThat(asked.get("SELECT 2").get("first")).containsExactly(new Column("made", "BIGINT"));
    assertThat(plan.engine().candidates().getFirst().reason())
        .isEqualTo("batch, 10 B; its planner accepts the SQL");
  }

  @Test
  void aStatementOverUnknownColumnsIsNotChecked() {
    Plan plan =
        knowing()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .sql("first", "bad", "orders")
                    .table("lake", "first")
                    .build());

    assertThat(asked).isEmpty();
    assertThat(plan.executable()).isTrue();
    assertThat(plan.engine().candidates().getFirst().reason()).isEqualTo("batch, 10 B");
  }

  @Test
  void aRefusalBlocksWithTheEnginesWordsWhenThereIsNoOtherEngine() {
    Plan plan =
        knowing("id")
            .plan(
                new ADefinition()
                    .csv("orders")
                    .sql("first", "bad", "orders")
                    .table("lake", "first")
                    .build());

    assertThat(plan.blockers())
        .singleElement()
        .satisfies(
            blocker ->
                assertThat(blocker.message())
                    .contains("embedded refuses transform first: syntax error at bad"));
  }

  @Test
  void aCheckOfAColumnThatIsNotThereIsRefusedBeforeAnyRun() {
    Plan plan =
        knowing("key", "name")
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.FAIL)
                    .table("lake", "orders")
                    .build());

    assertThat(plan.blockers())
        .singleElement()
        .satisfies(
            blocker ->
                assertThat(blocker.message())
                    .contains("check ids: there is no column id; there are key, name"));
  }

  private ATenant knowing(String... columns) {
    List<Column> schema = new ArrayList<>();
    for (String column : columns) {
      schema.add(new Column(column, "VARCHAR"));
    }
    return ATenant.withAll()
        .checker(EngineKind.EMBEDDED, checker)
        .statistics(
            (tenant, source, connection) ->
                new SourceStatistics.Known(
                    Estimate.Basis.FILE_STATISTICS,
                    OptionalLong.of(1),
                    OptionalLong.of(10),
                    schema));
  }
}
