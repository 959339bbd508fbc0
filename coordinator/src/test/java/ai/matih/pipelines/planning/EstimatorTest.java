package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EstimatorTest {
  private static final ADefinition TWO_SOURCES =
      new ADefinition()
          .csv("orders")
          .csv("people")
          .sql("joined", "SELECT 1", "orders", "people")
          .table("dwh", "joined");

  @Test
  void theFirstEstimateRestsOnWhatTheSourcesTell() {
    Estimate estimate = ATenant.withAll().plan(TWO_SOURCES.build()).estimate();

    assertThat(estimate.basis()).isEqualTo(Estimate.Basis.FILE_STATISTICS);
    assertThat(estimate.rows()).hasValue(2000);
    assertThat(estimate.bytes()).hasValue(2_000_000);
    assertThat(estimate.duration()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
    assertThat(estimate.cost()).isPositive();
    assertThat(estimate.currency()).isEqualTo("USD");
  }

  @Test
  void oneSourceThatDoesNotTellLeavesTheSumUnknown() {
    Plan plan =
        ATenant.withAll()
            .connection("other", "local")
            .statistics(
                (tenant, source, connection) ->
                    connection.definition().name().equals("other")
                        ? new SourceStatistics.Unknown("no answer from the host")
                        : new SourceStatistics.Known(
                            Estimate.Basis.FILE_STATISTICS,
                            OptionalLong.of(1),
                            OptionalLong.of(1),
                            List.of()))
            .plan(
                new ADefinition()
                    .csv("orders")
                    .source("people", ADefinition.csvSource("other"))
                    .table("dwh", "orders")
                    .build());

    assertThat(plan.estimate().basis()).isEqualTo(Estimate.Basis.UNKNOWN);
    assertThat(plan.estimate().rows()).isEmpty();
    assertThat(plan.estimate().bytes()).isEmpty();
    assertThat(plan.warnings()).contains("size unknown: people: no answer from the host");
  }

  @Test
  void earlierRunsAreTheBetterBasisAndOneOddRunDoesNotShow() {
    Estimate estimate =
        ATenant.withAll()
            .history(new RunHistory(List.of(run(1100, 1200), run(90_000, 90_000), run(1000, 1000))))
            .plan(TWO_SOURCES.build())
            .estimate();

    assertThat(estimate.basis()).isEqualTo(Estimate.Basis.EARLIER_RUNS);
    assertThat(estimate.rows()).hasValue(1100);
    assertThat(estimate.duration()).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void aColdFirstRunIsForgottenAfterTheSecond() {
    Estimate estimate =
        ATenant.withAll()
            .history(new RunHistory(List.of(run(1000, 800), run(1000, 4000))))
            .plan(TWO_SOURCES.build())
            .estimate();

    assertThat(estimate.duration()).isEqualTo(Duration.ofMillis(800));
  }

  private static RunHistory.Run run(long rows, long millis) {
    return new RunHistory.Run(
        Instant.EPOCH,
        rows,
        rows * 10,
        Duration.ofMillis(millis),
        BigDecimal.valueOf(millis).movePointLeft(6));
  }
}
