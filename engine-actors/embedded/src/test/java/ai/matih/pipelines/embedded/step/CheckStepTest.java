package ai.matih.pipelines.embedded.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.Tolerance;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.StepWork;
import ai.matih.pipelines.quality.QualityResult;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckStepTest {
  @TempDir Path home;
  private StepBench bench;

  /** 100 rows: two without an arrival, ids 0..98 with 98 twice. */
  @BeforeEach
  void start() {
    bench = new StepBench(home);
    bench.given(
        "flights",
        "SELECT least(i, 98) AS id, CASE WHEN i >= 2 THEN i END AS arrival FROM range(100) t(i)");
  }

  @Test
  void countsNullsAgainstATolerance() {
    QualityResult result = check(notNull(), fraction("0.01"), OnFail.WARN);
    assertThat(result.passed()).isFalse();
    assertThat(result.failing()).isEqualTo(2);
    assertThat(result.checked()).isEqualTo(100);
    assertThat(result.limit()).isEqualTo("1 %");
    assertThat(result.score()).isCloseTo(0.98, within(1e-9));
    assertThat(bench.lines)
        .containsExactly("WARN 2 of 100 rows with NULL in arrival (2.0 %, limit 1 %)");
    assertThat(check(notNull(), fraction("0.02"), OnFail.FAIL).passed()).isTrue();
    assertThat(check(notNull(), Tolerance.ofCount(2), OnFail.FAIL).passed()).isTrue();
  }

  @Test
  void countsRowsThatRepeatTheirKeys() {
    QualityResult result = check(new CheckRule.Unique(List.of("id")), Tolerance.NONE, OnFail.WARN);
    assertThat(result.passed()).isFalse();
    assertThat(result.failing()).isEqualTo(1);
    assertThat(result.checked()).isEqualTo(100);
    var pair = new CheckRule.Unique(List.of("id", "arrival"));
    assertThat(check(pair, Tolerance.NONE, OnFail.FAIL).passed()).isTrue();
  }

  @Test
  void anExpressionThatIsNullFails() {
    var rule = new CheckRule.Expression("arrival >= 10 -- late enough");
    assertThat(check(rule, Tolerance.NONE, OnFail.WARN).failing()).isEqualTo(10);
  }

  @Test
  void anExpressionCannotReachForMore() {
    var rule = new CheckRule.Expression("(SELECT count(*) FROM read_text('/etc/passwd')) > 0");
    assertThatThrownBy(() -> check(rule, Tolerance.NONE, OnFail.WARN))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("SQL_FORBIDDEN"));
  }

  @Test
  void theNumberOfRowsHasBounds() {
    assertThat(rowCount(1, 100).passed()).isTrue();
    assertThat(rowCount(101, 200).passed()).isFalse();
    assertThat(rowCount(101, 200).score()).isZero();
    assertThat(rowCount(101, 200).limit()).isEqualTo("at least 101, at most 200");
  }

  private QualityResult rowCount(long min, long max) {
    var rule = new CheckRule.RowCount(Optional.of(min), Optional.of(max));
    return check(rule, Tolerance.NONE, OnFail.WARN);
  }

  @Test
  void aFailingCheckFailsTheStepWithItsNumbers() {
    assertThatThrownBy(() -> check(notNull(), Tolerance.NONE, OnFail.FAIL))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().failureClass().name()).isEqualTo("QUALITY");
              assertThat(e.failure().message()).contains("check c on flights: 2 of 100 rows");
              assertThat(e.failure().retryable()).isFalse();
            });
  }

  @Test
  void aCheckThatAPersonMustDecideEndsWithItsResult() {
    QualityResult result = check(notNull(), Tolerance.NONE, OnFail.APPROVE);
    assertThat(result.passed()).isFalse();
    assertThat(result.onFail()).isEqualTo("approve");
  }

  @Test
  void aScoreBelowTheLeastOneFailsTheStepWhateverTheCheckTolerates() {
    for (OnFail onFail : List.of(OnFail.WARN, OnFail.FAIL)) {
      assertThatThrownBy(() -> check(notNull(), fraction("0.5"), onFail, Optional.of(0.99)))
          .isInstanceOfSatisfying(
              StepFailure.class,
              e -> {
                assertThat(e.failure().failureClass().name()).isEqualTo("QUALITY");
                assertThat(e.failure().code()).isEqualTo("QUALITY_SCORE");
                assertThat(e.failure().message())
                    .endsWith("score 0.9800 is below min_quality_score 0.99");
              });
    }
  }

  @Test
  void aScoreAtTheLeastOnePasses() {
    assertThat(check(notNull(), fraction("0.02"), OnFail.FAIL, Optional.of(0.98)).passed())
        .isTrue();
    assertThat(check(notNull(), Tolerance.NONE, OnFail.WARN, Optional.of(0.98)).passed()).isFalse();
  }

  @Test
  void belowTheLeastScoreAPersonDecidesWhereTheCheckSaysSo() {
    QualityResult result = check(notNull(), fraction("0.5"), OnFail.APPROVE, Optional.of(0.99));
    assertThat(result.passed()).isFalse();
    assertThat(result.onFail()).isEqualTo("approve");
  }

  @Test
  void anEmptyDatasetHasNoBadRows() {
    bench.given("flights", "SELECT 1 AS id, 1 AS arrival WHERE false");
    QualityResult result = check(notNull(), fraction("0.01"), OnFail.FAIL);
    assertThat(result.passed()).isTrue();
    assertThat(result.score()).isEqualTo(1);
  }

  private static CheckRule notNull() {
    return new CheckRule.NotNull(List.of("arrival"));
  }

  private static Tolerance fraction(String part) {
    return Tolerance.ofFraction(new BigDecimal(part));
  }

  private QualityResult check(CheckRule rule, Tolerance tolerance, OnFail onFail) {
    return check(rule, tolerance, onFail, Optional.empty());
  }

  private QualityResult check(
      CheckRule rule, Tolerance tolerance, OnFail onFail, Optional<Double> minScore) {
    var check = new QualityCheck("c", "flights", rule, tolerance, onFail);
    StepResult result = bench.run("check c", new StepWork.Check(check, minScore), "flights");
    assertThat(result.output()).isEmpty();
    return result.quality().orElseThrow();
  }
}
