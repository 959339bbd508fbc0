package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.definition.Budget;
import ai.matih.pipelines.definition.OnExceed;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private static PipelineUnderTest within(String perRun, String perMonth, OnExceed onExceed) {
    return PipelineUnderTest.created()
        .define(
            Plans.definition(
                Optional.empty(),
                Optional.of(
                    new Budget(
                        Optional.ofNullable(perRun).map(BigDecimal::new),
                        Optional.ofNullable(perMonth).map(BigDecimal::new),
                        onExceed))));
  }

  private static PipelineUnderTest execute(PipelineUnderTest pipeline, String key, String cost) {
    return pipeline.execute(key, Idempotency.NONE, Plans.costing(cost, PLAN));
  }

  @Test
  void aRunThatIsExpectedToCostMoreThanItMayIsRefusedWithFigureLimitAndRemedy() {
    PipelineUnderTest pipeline = execute(within("2", null, OnExceed.BLOCK), "a", "2.50");

    PipelineReply.Refused refused = (PipelineReply.Refused) pipeline.reply().orElseThrow();
    assertThat(refused.code()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(refused.message())
        .isEqualTo(
            "The run is expected to cost 2.5 USD; orchestration.budget.max_cost_per_run is 2"
                + " USD.");
    assertThat(refused.remedy()).contains("Raise the limit").contains("--override-budget");
    assertThat(pipeline.events()).isEmpty();
    assertThat(execute(pipeline, "b", "2").events()).hasSize(1);
  }

  @Test
  void theMonthCountsWhatIsReservedUntilARunEndsAndWhatItDidCostFromThenOn() {
    PipelineUnderTest pipeline = execute(within(null, "5", OnExceed.BLOCK), "a", "3");
    assertThat(execute(pipeline, "b", "3").refusal()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(((PipelineReply.Refused) pipeline.reply().orElseThrow()).message())
        .contains("6 USD (0 settled, 3 reserved, 3 expected)");

    pipeline.started("a").ended("a", ExecutionStatus.FAILED, "1");
    assertThat(execute(pipeline, "b", "3").events()).hasSize(1);
    assertThat(pipeline.state().ledger().at(pipeline.now()).reserved()).isEqualByComparingTo("3");
    assertThat(pipeline.state().ledger().at(pipeline.now()).settled()).isEqualByComparingTo("1");
    assertThat(execute(pipeline, "c", "3").refusal()).isEqualTo("BUDGET_EXCEEDED");
  }

  @Test
  void aRunCountsInTheMonthOfItsStartAndTheNextMonthBeginsAtNothing() {
    PipelineUnderTest pipeline = execute(within(null, "5", OnExceed.BLOCK), "a", "5");
    pipeline.started("a").pass(Duration.ofDays(31)).ended("a", ExecutionStatus.FAILED, "5");

    assertThat(pipeline.state().ledger().at(pipeline.now()).sum()).isZero();
    assertThat(execute(pipeline, "b", "5").events()).hasSize(1);
  }

  @Test
  void aBudgetThatComesLaterKnowsWhatWasSpentBefore() {
    PipelineUnderTest pipeline = execute(PipelineUnderTest.created(), "a", "4");
    pipeline.define(
        Plans.definition(
            Optional.empty(),
            Optional.of(
                new Budget(Optional.empty(), Optional.of(new BigDecimal(5)), OnExceed.BLOCK))));

    assertThat(execute(pipeline, "b", "4").refusal()).isEqualTo("BUDGET_EXCEEDED");
  }

  @Test
  void onceThereAreRunsTheirCostIsExpectedInPlaceOfTheEstimate() {
    PipelineUnderTest pipeline = execute(within("2", null, OnExceed.BLOCK), "a", "1");
    pipeline.started("a").ended("a", ExecutionStatus.SUCCEEDED, "3");

    assertThat(execute(pipeline, "b", "1").refusal()).isEqualTo("BUDGET_EXCEEDED");
  }

  @Test
  void aBudgetThatOnlyWarnsIsRecordedWithTheRun() {
    PipelineUnderTest pipeline = execute(within("2", "2", OnExceed.WARN), "a", "3");

    assertThat(check(pipeline).exceeded())
        .extracting(BudgetCheck.Excess::limit)
        .containsExactly("max_cost_per_run", "max_cost_per_month");
    assertThat(check(pipeline).overriddenBy()).isEmpty();
  }

  @Test
  void whoMayOverrideTheBudgetIsRecordedWithTheRunAndWhoMayNotIsRefused() {
    PipelineUnderTest pipeline = within("2", null, OnExceed.BLOCK);
    Principal engineer = new Principal(Plans.TENANT, "erin", Set.of(), Set.of("pipelines:execute"));

    pipeline.execute(engineer, "a", Idempotency.NONE, Plans.costing("3", PLAN), true);
    assertThat(pipeline.refusal()).isEqualTo("PERMISSION_DENIED");

    pipeline.execute(ALICE, "a", Idempotency.NONE, Plans.costing("3", PLAN), true);
    assertThat(check(pipeline).overriddenBy()).contains("alice");
  }

  private static BudgetCheck check(PipelineUnderTest pipeline) {
    return ((ExecutionTicketed) pipeline.events().getFirst()).spec().budget().orElseThrow();
  }
}
