package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.rows;
import static ai.matih.pipelines.execution.RunUnderTest.types;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.EngineCommand.SubmitStage;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.HoldSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import ai.matih.pipelines.execution.ExecutionEffect.TellEnded;
import ai.matih.pipelines.execution.ExecutionEffect.TellStarted;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptAccepted;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptIntended;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptSucceeded;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepStarted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HappyRunTest {

  @Test
  void aStartIsJournaledAndAsksForTheFirstSlot() {
    RunUnderTest run = new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start();

    assertThat(run.effects())
        .contains(
            new AskSlot(run.attempt("s1", 1), Plans.ENGINE, Priority.NORMAL, Plans.T0),
            new TellStarted(Plans.T0));
    assertThat(run.reply()).isEqualTo(new ExecutionReply.Started());
    run.expect(ExecutionStatus.QUEUED);
  }

  @Test
  void aSecondStartIsAnsweredAndStartsNothing() {
    RunUnderTest run = RunUnderTest.running().start();

    assertThat(run.events()).isEmpty();
    assertThat(run.effects()).containsExactly(new TellStarted(Plans.T0));
  }

  @Test
  void aLateStartAfterTheEndCannotRunAgainAndTellsTheEndOnceMore() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1);
    run.tell(new ExecutionCommand.EndNoted(0)).start();

    assertThat(run.events()).containsExactly(new ExecutionEvent.EndOwed());
    assertThat(run.effects()).containsExactly(new TellEnded(), new TellStarted(Plans.T0));
    assertThat(run.owed()).contains(new TellEnded());
    run.expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void whatThePipelineSaidOfAnEarlierTicketDoesNotSettleTheEndThatIsOwedToALaterOne() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1).start();

    run.tell(new ExecutionCommand.EndNoted(0));
    assertThat(run.events()).isEmpty();
    assertThat(run.owed()).contains(new TellEnded());

    run.tell(new ExecutionCommand.EndNoted(1));
    assertThat(run.events()).containsExactly(new ExecutionEvent.EndSettled());
  }

  @Test
  void theIntentIsJournaledBeforeTheEngineIsAsked() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().grant("s1", 1);

    assertThat(run.events())
        .containsExactly(new AttemptIntended(run.attempt("s1", 1), Plans.ENGINE, 1));
    assertThat(run.commands()).singleElement().isInstanceOf(SubmitStage.class);
    run.expect(ExecutionStatus.DISPATCHED);
  }

  @Test
  void aGrantOfARunningAttemptIsAnsweredThatItHoldsItsSlot() {
    RunUnderTest run = RunUnderTest.running().grant("s1", 1);

    assertThat(run.events()).isEmpty();
    assertThat(run.effects()).containsExactly(new HoldSlot(run.attempt("s1", 1), Plans.ENGINE));
  }

  @Test
  void aGrantForAnAttemptThatIsNotWantedIsGivenBack() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1).grant("s1", 1);
    assertThat(run.effects()).containsExactly(new ReturnSlot(run.attempt("s1", 1), Plans.ENGINE));

    run.grant("s1", 2);
    assertThat(run.effects()).containsExactly(new ReturnSlot(run.attempt("s1", 2), Plans.ENGINE));
  }

  @Test
  void eachStepsStartAndEndIsJournaledOnceHoweverOftenItIsReported() {
    RunUnderTest run = RunUnderTest.running().stepEnded("a", rows(5));
    assertThat(types(run.events())).containsExactly(StepStarted.class, StepEnded.class);

    run.stepEnded("a", rows(5));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void progressThatOvertakesTheAcceptanceCounts() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().grant("s1", 1);
    run.stepEnded("a", rows(5)).expect(ExecutionStatus.RUNNING);

    run.accept("s1", 1);
    assertThat(types(run.events())).containsExactly(AttemptAccepted.class);
    assertThat(run.attemptOf("s1", 1).external()).isPresent();
  }

  @Test
  void successJournalsTheStepsThatWereNotSeenEnding() {
    RunUnderTest run = RunUnderTest.running().stepEnded("a", rows(5)).succeed("s1", 1);

    assertThat(types(run.events()))
        .containsExactly(
            StepEnded.class, StepEnded.class, AttemptSucceeded.class, ExecutionEnded.class);
    assertThat(run.effects())
        .containsExactlyInAnyOrder(
            new TellEnded(), new ReturnSlot(run.attempt("s1", 1), Plans.ENGINE));
    run.expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aSecondReportOfTheSuccessChangesNothing() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1).succeed("s1", 1);

    assertThat(run.events()).isEmpty();
    assertThat(run.effects()).isEmpty();
  }

  @Test
  void theEndIsToldUntilItIsNoted() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1);
    assertThat(run.settled()).isFalse();
    assertThat(run.owed()).contains(new TellEnded());
    assertThat(run.wakeWhenDue().effects()).containsExactly(new TellEnded());

    run.tell(new ExecutionCommand.EndNoted(0));
    assertThat(run.settled()).isTrue();
    assertThat(run.owed()).isEmpty();
    assertThat(run.due()).isEmpty();
  }

  @Test
  void aStageStartsWhenThoseBeforeItHaveSucceededAndReadsTheirOutputs() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    Plans.stage("s1", List.of(), Plans.step("a")),
                    Plans.stage("s2", List.of("s1"), Plans.step("b", "a"))))
            .start();
    assertThat(run.grant("s2", 1).effects())
        .containsExactly(new ReturnSlot(run.attempt("s2", 1), Plans.ENGINE));

    run.grant("s1", 1).accept("s1", 1).succeed("s1", 1);
    assertThat(run.effects())
        .contains(new AskSlot(run.attempt("s2", 1), Plans.ENGINE, Priority.NORMAL, run.now()));

    run.grant("s2", 1);
    SubmitStage submit = (SubmitStage) run.commands().getFirst();
    assertThat(submit.order().finished()).containsOnlyKeys("a");
  }

  @Test
  void stagesThatDependOnNothingRunSideBySide() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    Plans.stage("s1", List.of(), Plans.step("a")),
                    Plans.stage("s2", List.of(), Plans.step("b"))))
            .start();
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(2);

    run.grant("s1", 1).grant("s2", 1).accept("s1", 1).succeed("s1", 1);
    run.expect(ExecutionStatus.DISPATCHED);
    run.accept("s2", 1).expect(ExecutionStatus.RUNNING);
    run.succeed("s2", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void successWithoutAResultForEveryStepIsForgottenNotSuccess() {
    RunUnderTest run = RunUnderTest.running().stepEnded("a", rows(5));
    run.hear(
        new EngineEvent.StageSucceeded(
            run.attempt("s1", 1), 1, 5, new StageResult(Map.of("b", rows(1)))));

    run.expect(ExecutionStatus.RECONCILING);
    assertThat(run.attemptOf("s1", 1).doubt()).hasValueSatisfying(why -> why.endsWith(" c"));
  }

  @Test
  void progressIsCountedInSteps() {
    RunUnderTest run = RunUnderTest.running().stepEnded("a", rows(5));
    run.hear(
        new EngineEvent.StepProgress(
            run.attempt("s1", 1), 1, 2, List.of(new StepReport.Started("b", run.now()))));

    assertThat(run.state().progress()).isEqualTo(new Progress(3, 1, Optional.of("b"), 33));
  }

  @Test
  void rowsSoFarAreJournaledSeldom() {
    RunUnderTest run = RunUnderTest.running();
    EngineEvent advanced =
        new EngineEvent.StepProgress(
            run.attempt("s1", 1),
            1,
            2,
            List.of(
                new StepReport.Started("a", run.now()),
                new StepReport.Advanced("a", run.now(), 1_000, 64_000)));
    run.hear(advanced).hear(advanced);
    assertThat(run.events()).isEmpty();

    run.pass(Patience.PROGRESS).hear(advanced);
    assertThat(run.events()).hasSize(1);
    assertThat(run.state().steps().get("a").rows()).isEqualTo(1_000);
  }

  @Test
  void theCostIsThatOfTheWorkDone() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1);

    assertThat(run.state().end().orElseThrow().cost())
        .isEqualByComparingTo(
            run.state()
                .pinned()
                .prices()
                .of(ai.matih.pipelines.definition.EngineKind.EMBEDDED)
                .cost(15, 3_000, 0));
  }
}
