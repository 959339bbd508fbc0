package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.ALICE;
import static ai.matih.pipelines.execution.RunUnderTest.BOB;
import static ai.matih.pipelines.execution.RunUnderTest.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.quality.QualityResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {

  private static RunUnderTest behind(GateRule rule) {
    return new RunUnderTest(
            Plans.plan(Plans.stage("s1", List.of(), Optional.of(rule), Plans.step("a"))))
        .start();
  }

  @Test
  void anApprovalOpensWhenItsStageIsReachedAndNothingIsAskedOfTheEngine() {
    RunUnderTest run = behind(Plans.gate("sign-off"));

    run.expect(ExecutionStatus.AWAITING_APPROVAL);
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).isEmpty();
  }

  @Test
  void anApprovalLetsTheStageGo() {
    RunUnderTest run = behind(Plans.gate("sign-off")).decide(BOB, Verdict.APPROVE);

    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(1);
    run.grant("s1", 1).succeed("s1", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aRejectionCancelsTheRun() {
    behind(Plans.gate("sign-off")).decide(BOB, Verdict.REJECT).expect(ExecutionStatus.CANCELLED);
  }

  @Test
  void whoStartedTheRunMayNotApproveItUnlessAllowed() {
    RunUnderTest run = behind(Plans.gate("sign-off")).decide(ALICE, Verdict.APPROVE);
    assertThat(code(run)).isEqualTo("SELF_APPROVAL");
    run.expect(ExecutionStatus.AWAITING_APPROVAL);

    behind(Plans.gate("sign-off", List.of(), List.of(), 1, true, OnTimeout.CANCEL))
        .decide(ALICE, Verdict.APPROVE)
        .expect(ExecutionStatus.QUEUED);
  }

  @Test
  void onlyNamedPeopleAndRolesDecide() {
    GateRule rule =
        Plans.gate("g", List.of(), List.of("carol", "stewards"), 1, false, OnTimeout.CANCEL);
    assertThat(code(behind(rule).decide(BOB, Verdict.APPROVE))).isEqualTo("NOT_AN_APPROVER");

    behind(rule).decide(CAROL, Verdict.APPROVE).expect(ExecutionStatus.QUEUED);
    behind(rule)
        .decide(RunUnderTest.person("frank", "stewards"), Verdict.APPROVE)
        .expect(ExecutionStatus.QUEUED);
  }

  @Test
  void aMinimumCountsDifferentPeople() {
    RunUnderTest run =
        behind(Plans.gate("g", List.of(), List.of(), 2, false, OnTimeout.CANCEL))
            .decide(BOB, Verdict.APPROVE)
            .decide(BOB, Verdict.APPROVE)
            .expect(ExecutionStatus.AWAITING_APPROVAL);
    assertThat(run.events()).isEmpty();

    run.decide(CAROL, Verdict.APPROVE).expect(ExecutionStatus.QUEUED);
  }

  @Test
  void decidingNeedsThePermission() {
    Principal reader = new Principal(Plans.TENANT, "bob", Set.of(), Set.of("pipelines:read"));

    assertThat(code(behind(Plans.gate("g")).decide(reader, Verdict.APPROVE)))
        .isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void theSameVerdictAfterTheGateHasPassedIsNoted() {
    RunUnderTest run =
        behind(Plans.gate("g")).decide(BOB, Verdict.APPROVE).decide(BOB, Verdict.APPROVE);

    assertThat(run.reply()).isInstanceOf(ExecutionReply.Noted.class);
    assertThat(code(run.decide(CAROL, Verdict.APPROVE))).isEqualTo("GATE_NOT_OPEN");
  }

  @Test
  void aGateThatNobodyDecidesInTimeCancelsTheRun() {
    RunUnderTest run = behind(Plans.gate("g")).pass(Duration.ofHours(4)).wakeWhenDue();

    run.expect(ExecutionStatus.CANCELLED);
  }

  @Test
  void aGateThatEscalatesStaysOpenForAsLongAgain() {
    RunUnderTest run =
        behind(Plans.gate("g", List.of(), List.of(), 1, false, OnTimeout.ESCALATE))
            .pass(Duration.ofHours(4))
            .wakeWhenDue();

    run.expect(ExecutionStatus.AWAITING_APPROVAL);
    assertThat(run.state().gates().get("g").escalations()).isEqualTo(1);
    assertThat(run.due()).contains(run.now().plus(Duration.ofHours(4)));
  }

  @Test
  void whoIsOnlyAskedByAnEscalationDecidesOnlyAfterIt() {
    Principal chief = RunUnderTest.person("chief");
    RunUnderTest run =
        behind(Plans.gate("g", List.of(), List.of("carol"), 1, false, OnTimeout.ESCALATE))
            .decide(chief, Verdict.APPROVE);
    assertThat(code(run)).isEqualTo("NOT_AN_APPROVER");

    run.pass(Duration.ofHours(4)).wakeWhenDue().decide(chief, Verdict.APPROVE);
    run.expect(ExecutionStatus.QUEUED);
  }

  @Test
  void twoGatesBeforeAStageMustBothBePassedAndEachVerdictNamesItsGate() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    new Stage(
                        "s1",
                        EngineKind.EMBEDDED,
                        Plans.ENGINE,
                        List.of(),
                        List.of(Plans.gate("g"), Plans.gate("g#2")),
                        List.of(Plans.step("a")))))
            .start();
    assertThat(code(run.decide(BOB, Verdict.APPROVE))).isEqualTo("GATE_NOT_NAMED");

    run.decide(BOB, Verdict.APPROVE, "g").expect(ExecutionStatus.AWAITING_APPROVAL);
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).isEmpty();
    run.decide(BOB, Verdict.APPROVE, "g#2").expect(ExecutionStatus.QUEUED);
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(1);
  }

  @Test
  void aGateOfAQualityCheckOpensOnlyIfTheCheckDidNotPass() {
    afterCheck(true).expect(ExecutionStatus.QUEUED);
    afterCheck(false).expect(ExecutionStatus.AWAITING_APPROVAL);
  }

  private static RunUnderTest afterCheck(boolean passed) {
    GateRule rule = Plans.gate("g", List.of("no gaps"), List.of(), 1, false, OnTimeout.CANCEL);
    QualityResult quality =
        new QualityResult(
            "no gaps", "a", passed, 3, 10, "0 rows", 0.7, "approve", Optional.empty());
    StepResult checked =
        new StepResult(
            10,
            0,
            0,
            0,
            1,
            List.of(),
            Optional.empty(),
            Optional.of(quality),
            Optional.empty(),
            false);
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    Plans.stage("s1", List.of(), Plans.step("check no gaps")),
                    Plans.stage("s2", List.of("s1"), Optional.of(rule), Plans.step("b"))))
            .start()
            .grant("s1", 1)
            .accept("s1", 1)
            .stepEnded("check no gaps", checked)
            .succeed("s1", 1);
    assertThat(run.state().qualityScore()).contains(0.7);
    return run;
  }

  private static String code(RunUnderTest run) {
    return ((Refused) run.reply()).code();
  }
}
