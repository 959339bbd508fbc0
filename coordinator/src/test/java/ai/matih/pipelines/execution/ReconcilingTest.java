package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineCommand.FenceStage;
import ai.matih.pipelines.engine.EngineCommand.ObserveStage;
import ai.matih.pipelines.engine.EngineCommand.SubmitStage;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.HoldSlot;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilingTest {

  @Test
  void anEngineThatCannotBeReachedDecidesNothing() {
    RunUnderTest run = RunUnderTest.running().unreachable("s1", 1);
    run.expect(ExecutionStatus.RECONCILING);
    run.unreachable("s1", 1);
    assertThat(run.events()).isEmpty();

    run.accept("s1", 1).expect(ExecutionStatus.RUNNING);
  }

  @Test
  void anUnreachableEngineIsAskedAgainLessAndLessOften() {
    RunUnderTest run = RunUnderTest.running().unreachable("s1", 1);
    for (long wait : List.of(5, 10, 20, 40, 60, 60)) {
      Duration until = Duration.between(run.now(), run.due().orElseThrow());
      assertThat(until).isEqualTo(Duration.ofSeconds(wait));
      run.wakeWhenDue();
      assertThat(run.commands()).singleElement().isInstanceOf(ObserveStage.class);
    }
  }

  @Test
  void anAttemptThatIsNotAcceptedSoonIsObservedUnderANewWatch() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().grant("s1", 1);
    assertThat(run.due()).contains(run.now().plusSeconds(5));

    assertThat(run.wakeWhenDue().commands())
        .containsExactly(new ObserveStage(run.attempt("s1", 1), 2));
  }

  @Test
  void absentBeforeAcceptanceTheSameAttemptIsSubmittedAgainUnderANewWatch() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()))
            .start()
            .grant("s1", 1)
            .wakeWhenDue()
            .absent("s1", 1);

    assertThat(run.commands())
        .singleElement()
        .isInstanceOfSatisfying(
            SubmitStage.class,
            submit -> {
              assertThat(submit.attempt()).isEqualTo(run.attempt("s1", 1));
              assertThat(submit.watch()).isEqualTo(3);
            });
    run.expect(ExecutionStatus.DISPATCHED);
  }

  @Test
  void absenceUnderAnOlderWatchProvesNothing() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()))
            .start()
            .grant("s1", 1)
            .wakeWhenDue();

    run.hear(new EngineEvent.StageAbsent(run.attempt("s1", 1), 1, 0));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void absenceThatAnAcceptanceOvertookProvesNothing() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()))
            .start()
            .grant("s1", 1)
            .wakeWhenDue();
    run.hear(run.accepted("s1", 1, 1)).absent("s1", 1);

    assertThat(run.events()).isEmpty();
    run.expect(ExecutionStatus.RUNNING);
  }

  @Test
  void absentAfterAcceptanceIsForgottenAndNotRetried() {
    RunUnderTest run = RunUnderTest.running().wakeWhenDue().absent("s1", 1);

    run.expect(ExecutionStatus.RECONCILING);
    assertThat(run.commands()).isEmpty();
    assertThat(run.state().stages().get("s1").attempts()).hasSize(1);
  }

  @Test
  void aForgottenAttemptThatTurnsUpGoesOn() {
    RunUnderTest run = RunUnderTest.running().forgotten("s1", 1).accept("s1", 1);

    run.expect(ExecutionStatus.RUNNING).succeed("s1", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aResultThatTurnsUpDecidesAForgottenAttempt() {
    RunUnderTest.running().forgotten("s1", 1).succeed("s1", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void resolvedAsRetryTheNextAttemptStartsOnlyBehindTheFence() {
    RunUnderTest run = RunUnderTest.running().forgotten("s1", 1).resolve(Resolution.RETRY);
    assertThat(run.commands()).singleElement().isInstanceOf(FenceStage.class);
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).isEmpty();
    run.expect(ExecutionStatus.RECONCILING);

    run.fenced("s1", 1);
    assertThat(RunUnderTest.only(AskSlot.class, run.effects()))
        .extracting(AskSlot::attempt)
        .containsExactly(run.attempt("s1", 2));
  }

  @Test
  void aFenceThatComesTooLateLetsTheAttemptGoOn() {
    RunUnderTest run =
        RunUnderTest.running().forgotten("s1", 1).resolve(Resolution.RETRY).accept("s1", 1);

    run.expect(ExecutionStatus.RUNNING);
    assertThat(run.state().stages().get("s1").attempts()).hasSize(1);
  }

  @Test
  void resolvedAsFailedTheRunFails() {
    RunUnderTest.running()
        .forgotten("s1", 1)
        .resolve(Resolution.FAILED)
        .expect(ExecutionStatus.FAILED);
  }

  @Test
  void resolvedAsSucceededTheRunGoesOn() {
    RunUnderTest run = RunUnderTest.running().stepEnded("a", rows(5)).forgotten("s1", 1);
    run.resolve(Resolution.SUCCEEDED).expect(ExecutionStatus.SUCCEEDED);

    assertThat(run.state().steps().get("a").result()).contains(rows(5));
  }

  @Test
  void aPersonsWordCannotStandForAnOutputThatALaterStageReads() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    Plans.stage("s1", List.of(), Plans.step("a")),
                    Plans.stage("s2", List.of("s1"), Plans.step("b", "a"))))
            .start()
            .grant("s1", 1)
            .accept("s1", 1)
            .forgotten("s1", 1)
            .resolve(Resolution.SUCCEEDED);

    assertThat(run.reply())
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("OUTPUT_UNKNOWN"));
    run.expect(ExecutionStatus.RECONCILING);
  }

  @Test
  void onlyAForgottenAttemptCanBeResolved() {
    RunUnderTest run = RunUnderTest.running().resolve(Resolution.SUCCEEDED);

    assertThat(run.events()).isEmpty();
    assertThat(run.reply()).isInstanceOf(Refused.class);
  }

  @Test
  void afterARecoveryAnUnseenAttemptIsSubmittedAgainAndASeenOneObserved() {
    RunUnderTest run = new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start();
    assertThat(run.owed()).hasOnlyElementsOfType(AskSlot.class);

    run.grant("s1", 1);
    assertThat(run.owed()).contains(new HoldSlot(run.attempt("s1", 1), Plans.ENGINE));
    assertThat(owedCommands(run)).hasOnlyElementsOfType(SubmitStage.class);

    run.accept("s1", 1);
    assertThat(owedCommands(run)).containsExactly(new ObserveStage(run.attempt("s1", 1), 1));
  }

  private static List<EngineCommand> owedCommands(RunUnderTest run) {
    return RunUnderTest.commands(run.owed());
  }

  @Test
  void aQuestionForASlotThatIsNotAnsweredIsRepeated() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().wakeWhenDue();

    assertThat(RunUnderTest.only(AskSlot.class, run.effects()))
        .extracting(AskSlot::waitingSince)
        .containsExactly(Plans.T0);
    assertThat(run.due()).hasValueSatisfying(due -> assertThat(due).isAfter(run.now()));
  }
}
