package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.failure;
import static ai.matih.pipelines.execution.RunUnderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.engine.EngineCommand.CancelStage;
import ai.matih.pipelines.engine.EngineCommand.SubmitStage;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {

  @ParameterizedTest
  @EnumSource(
      value = FailureClass.class,
      names = {"USER", "QUALITY", "CONFIGURATION", "EXTERNAL", "BUDGET", "TIMEOUT"})
  void aFailureThatTryingAgainCannotHelpEndsTheRun(FailureClass failureClass) {
    RunUnderTest run = RunUnderTest.running().fail("s1", 1, failure(failureClass));

    run.expect(ExecutionStatus.FAILED);
    assertThat(run.state().end().orElseThrow().failure()).contains(failure(failureClass));
    assertThat(run.state().steps().get("a").state()).isEqualTo(StepRun.State.FAILED);
    assertThat(run.state().steps().get("b").state()).isEqualTo(StepRun.State.SKIPPED);
  }

  @Test
  void troubleOfInfrastructureIsTriedThreeTimesWithGrowingWaits() {
    RunUnderTest run = RunUnderTest.running().fail("s1", 1, failure(FailureClass.INFRASTRUCTURE));
    run.expect(ExecutionStatus.RETRYING);
    assertThat(run.effects()).containsExactly(new ReturnSlot(run.attempt("s1", 1), Plans.ENGINE));
    assertThat(run.due()).contains(run.now().plusSeconds(10));

    run.wakeWhenDue();
    assertThat(RunUnderTest.only(AskSlot.class, run.effects()))
        .extracting(AskSlot::attempt)
        .containsExactly(run.attempt("s1", 2));
    run.grant("s1", 2).accept("s1", 2).fail("s1", 2, failure(FailureClass.INFRASTRUCTURE));
    assertThat(run.due()).contains(run.now().plusSeconds(20));

    run.wakeWhenDue().grant("s1", 3).accept("s1", 3);
    run.fail("s1", 3, failure(FailureClass.INFRASTRUCTURE)).expect(ExecutionStatus.FAILED);
  }

  @Test
  void finishedStepsAreNotRunAgain() {
    RunUnderTest run =
        RunUnderTest.running()
            .stepEnded("a", rows(5))
            .fail("s1", 1, failure(FailureClass.INFRASTRUCTURE, "b"))
            .wakeWhenDue()
            .grant("s1", 2);

    SubmitStage submit = (SubmitStage) run.commands().getFirst();
    assertThat(submit.order().finished()).containsOnlyKeys("a");
    assertThat(run.state().steps().get("b").state()).isEqualTo(StepRun.State.PENDING);
  }

  @Test
  void lostAttemptsAreBoundedApartAndDoNotCountAsRetries() {
    RunUnderTest run = RunUnderTest.running();
    for (int n = 1; n <= 4; n++) {
      run.fail("s1", n, failure(FailureClass.LOST));
      run.expect(ExecutionStatus.RETRYING);
      if (run.state().stages().get("s1").slot().isEmpty()) {
        run.wakeWhenDue();
      }
      run.grant("s1", n + 1).accept("s1", n + 1);
    }
    run.fail("s1", 5, failure(FailureClass.INFRASTRUCTURE)).expect(ExecutionStatus.RETRYING);

    run.wakeWhenDue().grant("s1", 6).accept("s1", 6);
    run.fail("s1", 6, failure(FailureClass.LOST)).expect(ExecutionStatus.FAILED);
  }

  @Test
  void theFirstLostAttemptIsFollowedAtOnce() {
    RunUnderTest run = RunUnderTest.running().fail("s1", 1, failure(FailureClass.LOST));

    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(1);
  }

  @Test
  void theFailedStepsOwnPolicyGoesBeforeThePlans() {
    RetryPolicy never =
        new RetryPolicy(Optional.of(1), Duration.ofSeconds(1), 1, Duration.ofSeconds(1), List.of());
    Step picky =
        new Step(
            "a",
            Plans.step("a").work(),
            List.of(),
            List.of(),
            Optional.of(never),
            Optional.empty(),
            "f");
    RunUnderTest run =
        new RunUnderTest(Plans.plan(Plans.stage("s1", List.of(), picky, Plans.step("b"))))
            .start()
            .grant("s1", 1);

    run.fail("s1", 1, failure(FailureClass.INFRASTRUCTURE, "a")).expect(ExecutionStatus.FAILED);
  }

  @Test
  void whatThePolicyCallsNonRetryableIsNotRetried() {
    Plan plan =
        Plans.plan(
            new RetryPolicy(
                Optional.of(5),
                Duration.ofSeconds(1),
                1,
                Duration.ofSeconds(1),
                List.of("it_broke")),
            Optional.empty(),
            RunUnderTest.threeSteps());
    RunUnderTest run = new RunUnderTest(plan).start().grant("s1", 1);

    run.fail("s1", 1, failure(FailureClass.INFRASTRUCTURE)).expect(ExecutionStatus.FAILED);
  }

  @Test
  void whatTheEngineCallsHopelessIsNotRetried() {
    Failure hopeless =
        new Failure(
            FailureClass.INFRASTRUCTURE, "X", "x", Optional.empty(), Optional.empty(), false);

    RunUnderTest.running().fail("s1", 1, hopeless).expect(ExecutionStatus.FAILED);
  }

  @Test
  void neighboursOfAFailedStageAreStoppedBeforeTheRunFails() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    Plans.stage("s1", List.of(), Plans.step("a")),
                    Plans.stage("s2", List.of(), Plans.step("b"))))
            .start()
            .grant("s1", 1)
            .grant("s2", 1)
            .accept("s1", 1)
            .accept("s2", 1)
            .fail("s1", 1, failure(FailureClass.USER));
    run.expect(ExecutionStatus.CANCELLING);
    assertThat(run.commands())
        .singleElement()
        .isInstanceOfSatisfying(
            CancelStage.class,
            cancel -> assertThat(cancel.attempt()).isEqualTo(run.attempt("s2", 1)));

    run.cancelled("s2", 1).expect(ExecutionStatus.FAILED);
    assertThat(run.state().end().orElseThrow().failure()).contains(failure(FailureClass.USER));
  }

  @Test
  void aLateFactOfAnAttemptThatIsOverChangesNothing() {
    RunUnderTest run =
        RunUnderTest.running()
            .fail("s1", 1, failure(FailureClass.INFRASTRUCTURE))
            .wakeWhenDue()
            .grant("s1", 2)
            .succeed("s1", 1);

    assertThat(run.events()).isEmpty();
    run.expect(ExecutionStatus.DISPATCHED);
  }

  @Test
  void aSignOfLifeOfAnAttemptThatIsOverIsAnsweredWithACancel() {
    RunUnderTest run =
        RunUnderTest.running().fail("s1", 1, failure(FailureClass.INFRASTRUCTURE)).accept("s1", 1);

    assertThat(run.events()).isEmpty();
    assertThat(run.commands()).singleElement().isInstanceOf(CancelStage.class);
  }

  @Test
  void whatThisNodeHasNotReadOfAnotherOwnersAttemptItDoesNotStop() {
    RunUnderTest run = RunUnderTest.running().accept("s1", 2);

    assertThat(run.events()).isEmpty();
    assertThat(run.commands()).isEmpty();
  }

  @Test
  void aStopThatNobodyHereAskedForFailsTheRun() {
    RunUnderTest run = RunUnderTest.running().cancelled("s1", 1);

    run.expect(ExecutionStatus.FAILED);
    assertThat(run.state().end().orElseThrow().failure())
        .hasValueSatisfying(why -> assertThat(why.failureClass()).isEqualTo(FailureClass.EXTERNAL));
  }
}
