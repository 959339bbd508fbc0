package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.TaskWork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StagesTest {

  @Test
  void aPlanWithoutGatesOnOneEngineIsOneStage() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("flights")
                    .csv("weather")
                    .sql("delays", "SELECT 1", "flights", "weather")
                    .notNull("arrival_known", "delays", OnFail.WARN)
                    .sql("by_carrier", "SELECT 1", "delays")
                    .table("postgres", "by_carrier")
                    .build());

    assertThat(plan.executable()).isTrue();
    assertThat(plan.stages())
        .singleElement()
        .satisfies(
            stage -> {
              assertThat(stage.name()).isEqualTo("s1");
              assertThat(stage.engine()).isEqualTo(EngineKind.EMBEDDED);
              assertThat(stage.gate()).isEmpty();
            });
    assertThat(plan.steps())
        .extracting(Step::name)
        .containsExactly(
            "extract flights",
            "extract weather",
            "transform delays",
            "check arrival_known",
            "transform by_carrier",
            "load postgres");
  }

  @Test
  void aCheckRunsBeforeEveryReaderOfItsDataset() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.FAIL)
                    .sql("paid", "SELECT 1", "orders")
                    .table("copy", "orders")
                    .build());

    assertThat(step(plan, "transform paid").after()).containsExactly("extract orders", "check ids");
    assertThat(step(plan, "load copy").after()).containsExactly("extract orders", "check ids");
    assertThat(step(plan, "load copy").inputs())
        .containsExactly(new Step.Input("orders", "extract orders"));
  }

  @Test
  void everyCheckKnowsTheLeastScore() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.WARN)
                    .table("copy", "orders")
                    .minQualityScore(0.9)
                    .build());

    assertThat(step(plan, "check ids").work())
        .isInstanceOfSatisfying(
            StepWork.Check.class, check -> assertThat(check.minScore()).contains(0.9));
  }

  @Test
  void readersOfADatasetWithDroppedRowsReadWhatTheCheckLeft() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.DROP)
                    .table("copy", "orders")
                    .build());

    assertThat(step(plan, "load copy").inputs())
        .containsExactly(new Step.Input("orders", "check ids"));
  }

  @Test
  void aCheckThatAsksPeopleCutsTheStageBeforeItsReaders() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.APPROVE)
                    .sql("paid", "SELECT 1", "orders")
                    .table("copy", "paid")
                    .build());

    assertThat(plan.stages()).hasSize(2);
    assertThat(names(plan.stages().get(0))).containsExactly("extract orders", "check ids");
    assertThat(names(plan.stages().get(1))).containsExactly("transform paid", "load copy");
    assertThat(plan.stages().get(1).after()).containsExactly("s1");
    assertThat(plan.stages().get(1).gate())
        .hasValueSatisfying(gate -> assertThat(gate.checks()).containsExactly("ids"));
  }

  @Test
  void whoeverStartedTheRunMayDecideAtACheckButNotAtAnApproval() {
    Plan check =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.APPROVE)
                    .table("copy", "orders")
                    .build());
    Plan approval =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.APPROVE)
                    .table("copy", "orders")
                    .approvalBefore("copy")
                    .build());

    assertThat(check.stages().getLast().gate().orElseThrow().allowSelf()).isTrue();
    assertThat(approval.stages().getLast().gate().orElseThrow().allowSelf()).isFalse();
  }

  @Test
  void aBranchThatHasPassedAGateIsNotCutThereAgain() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.APPROVE)
                    .sql("paid", "SELECT 1", "orders")
                    .sql("share", "SELECT 1", "orders", "paid")
                    .table("copy", "share")
                    .build());

    assertThat(plan.stages()).hasSize(2);
    assertThat(names(plan.stages().get(1)))
        .containsExactly("transform paid", "transform share", "load copy");
  }

  @Test
  void anApprovalGatesWhatItNamesAndNothingBeside() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .table("lake", "orders")
                    .table("warehouse", "orders")
                    .approvalBefore("warehouse")
                    .build());

    assertThat(names(plan.stages().get(0))).containsExactly("extract orders", "load lake");
    assertThat(names(plan.stages().get(1))).containsExactly("load warehouse");
    assertThat(plan.stages().get(1).gate())
        .hasValueSatisfying(
            gate -> {
              assertThat(gate.name()).isEqualTo("warehouse");
              assertThat(gate.checks()).isEmpty();
            });
  }

  @Test
  void anApprovalBeforeTheFirstStepLetsNothingStart() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .table("lake", "orders")
                    .approvalBefore("extract orders")
                    .build());

    assertThat(plan.stages()).singleElement().satisfies(s -> assertThat(s.gate()).isPresent());
  }

  @Test
  void twoGatesAtTheSameDepthAreTwoStages() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .csv("people")
                    .table("lake", "orders")
                    .table("warehouse", "people")
                    .approvalBefore("lake")
                    .approvalBefore("warehouse")
                    .build());

    assertThat(plan.stages()).hasSize(3);
    assertThat(plan.stages()).filteredOn(s -> s.gate().isPresent()).hasSize(2);
  }

  @Test
  void aStageEndsWhereTheEngineChanges() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .sqlOn(Optional.of(EngineKind.SPARK), "heavy", "SELECT 1", "orders")
                    .sql("light", "SELECT 1", "orders")
                    .sql("both", "SELECT 1", "heavy", "light")
                    .table("lake", "both")
                    .build());

    assertThat(plan.stages())
        .extracting(Stage::engine)
        .containsExactly(EngineKind.EMBEDDED, EngineKind.SPARK, EngineKind.EMBEDDED);
    assertThat(names(plan.stages().get(0))).containsExactly("extract orders", "transform light");
    assertThat(plan.stages().get(2).after()).containsExactly("s1", "s2");
  }

  @Test
  void aSinkWithSeveralTablesHasOneStepForEach() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .csv("people")
                    .tables(
                        "lake",
                        new Load("orders", "replica.orders", List.of()),
                        new Load("people", "replica.people", List.of()))
                    .build());

    assertThat(plan.steps())
        .extracting(Step::name)
        .contains("load lake.replica.orders", "load lake.replica.people");
  }

  @Test
  void tasksReadTheResultsOfEarlierTasksByTheNameOfTheirOutput() {
    Plan plan =
        new ATenant()
            .plan(
                new ADefinition()
                    .task("total", sql("SELECT sum(x) FROM staging.orders", null), "fetch")
                    .task("fetch", sql("SELECT 1 AS x", "staging.orders"))
                    .task("say", new TaskWork.Log("done"), "total")
                    .build());

    assertThat(plan.steps())
        .extracting(Step::name)
        .containsExactly("query fetch", "query total", "log say");
    assertThat(step(plan, "query total").inputs())
        .containsExactly(new Step.Input("staging.orders", "query fetch"));
  }

  @Test
  void anApprovalTaskIsAGateBeforeWhatDependsOnIt() {
    Plan plan =
        new ATenant()
            .plan(
                new ADefinition()
                    .task("first", new TaskWork.Log("a"))
                    .task(
                        "agree",
                        new TaskWork.Approve(
                            List.of("lead"),
                            2,
                            true,
                            Optional.empty(),
                            OnTimeout.ESCALATE,
                            List.of("head")),
                        "first")
                    .task("second", new TaskWork.Log("b"), "agree")
                    .build());

    assertThat(plan.stages()).hasSize(2);
    assertThat(plan.stages().get(1).gate())
        .hasValueSatisfying(
            gate -> {
              assertThat(gate.name()).isEqualTo("agree");
              assertThat(gate.minimum()).isEqualTo(2);
              assertThat(gate.allowSelf()).isTrue();
              assertThat(gate.onTimeout()).isEqualTo(OnTimeout.ESCALATE);
              assertThat(gate.escalate()).containsExactly("head");
            });
    assertThat(step(plan, "log second").after()).containsExactly("log first");
  }

  @Test
  void everyApprovalBeforeAStepIsAGateOfItsOwn() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .table("lake", "orders")
                    .approvalBefore("lake")
                    .approvalBefore("lake")
                    .build());

    assertThat(plan.executable()).isTrue();
    assertThat(plan.stages().get(1).gates())
        .extracting(GateRule::name)
        .containsExactly("lake", "lake#2");
  }

  @Test
  void whatTheWholeRunWaitsForStandsBeforeEveryStepThatWaitsForNoOther() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .csv("customers")
                    .sql("joined", "SELECT 1", "orders", "customers")
                    .table("lake", "joined")
                    .waitBefore(Optional.empty())
                    .build());

    assertThat(plan.stages())
        .filteredOn(stage -> stage.after().isEmpty())
        .isNotEmpty()
        .allSatisfy(
            stage ->
                assertThat(stage.gates()).extracting(GateRule::name).containsExactly("wait:time"));
    assertThat(plan.engine().chosen()).isEqualTo(EngineKind.EMBEDDED);
  }

  @Test
  void whatAStepWaitsForTakesNoCheckOutOfSight() {
    Plan plan =
        ATenant.withAll()
            .plan(
                new ADefinition()
                    .csv("orders")
                    .notNull("ids", "orders", OnFail.APPROVE)
                    .table("lake", "orders")
                    .waitBefore(Optional.of("lake"))
                    .build());

    assertThat(plan.stages().get(1).gates())
        .extracting(GateRule::name)
        .containsExactly("wait:time", "check ids");
  }

  private static TaskWork.Sql sql(String query, String output) {
    return new TaskWork.Sql(query, Optional.empty(), Optional.ofNullable(output));
  }

  private static List<String> names(Stage stage) {
    return stage.steps().stream().map(Step::name).toList();
  }

  private static Step step(Plan plan, String name) {
    return plan.steps().stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }
}
