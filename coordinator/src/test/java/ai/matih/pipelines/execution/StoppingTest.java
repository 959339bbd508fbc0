package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.EngineCommand.CancelStage;
import ai.matih.pipelines.engine.EngineCommand.FenceStage;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import ai.matih.pipelines.execution.ExecutionReply.NotFound;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoppingTest {

  @Test
  void aRunThatWaitsForItsSlotIsCancelledAtOnceAndLeavesTheQueue() {
    RunUnderTest run = new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().cancel();

    run.expect(ExecutionStatus.CANCELLED);
    assertThat(run.effects()).contains(new ReturnSlot(run.attempt("s1", 1), Plans.ENGINE));
  }

  @Test
  void aRunningJobHoldsItsSlotUntilItIsSeenStopped() {
    RunUnderTest run = RunUnderTest.running().cancel();
    run.expect(ExecutionStatus.CANCELLING);
    assertThat(run.commands()).singleElement().isInstanceOf(CancelStage.class);
    assertThat(RunUnderTest.only(ReturnSlot.class, run.effects())).isEmpty();

    run.cancelled("s1", 1).expect(ExecutionStatus.CANCELLED);
    assertThat(RunUnderTest.only(ReturnSlot.class, run.effects())).hasSize(1);
  }

  @Test
  void theCancelIsRepeatedUntilTheEngineHasStopped() {
    RunUnderTest run = RunUnderTest.running().cancel().unreachable("s1", 1);
    run.expect(ExecutionStatus.CANCELLING);

    for (int i = 0; i < 8; i++) {
      run.wakeWhenDue();
      assertThat(RunUnderTest.only(CancelStage.class, run.commands())).hasSize(1);
    }
    run.expect(ExecutionStatus.CANCELLING);
  }

  @Test
  void aJobThatWasNeverSeenIsFencedNotWaitedFor() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps())).start().grant("s1", 1).cancel();
    run.expect(ExecutionStatus.CANCELLING);
    assertThat(run.commands()).singleElement().isInstanceOf(FenceStage.class);

    run.fenced("s1", 1).expect(ExecutionStatus.CANCELLED);
  }

  @Test
  void aJobThatTurnsUpBehindTheFenceIsStopped() {
    RunUnderTest run =
        new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()))
            .start()
            .grant("s1", 1)
            .cancel()
            .accept("s1", 1);

    assertThat(run.commands()).singleElement().isInstanceOf(CancelStage.class);
    run.expect(ExecutionStatus.CANCELLING);
  }

  @Test
  void aForgottenJobIsFencedWhenTheRunStops() {
    RunUnderTest run = RunUnderTest.running().forgotten("s1", 1).cancel();
    assertThat(run.commands()).singleElement().isInstanceOf(FenceStage.class);

    run.fenced("s1", 1).expect(ExecutionStatus.CANCELLED);
  }

  @Test
  void aCancelThatComesTooLateDoesNotUndoASuccess() {
    RunUnderTest.running().cancel().succeed("s1", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aFailureWhileStoppingIsStillACancelledRun() {
    RunUnderTest.running()
        .cancel()
        .fail("s1", 1, RunUnderTest.failure(FailureClass.INFRASTRUCTURE))
        .expect(ExecutionStatus.CANCELLED);
  }

  @Test
  void commitsThatStandAreListedWhateverBecameOfTheRun() {
    CommitKey key = new CommitKey("root/s1/a/sink");
    RunUnderTest run =
        RunUnderTest.running()
            .stepEnded(
                "a",
                new StepResult(
                    1,
                    1,
                    1,
                    1,
                    1,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(key),
                    false))
            .cancel()
            .cancelled("s1", 1);

    assertThat(run.state().committed()).containsExactly(key);
  }

  @Test
  void aSecondCancelIsNotedAndChangesNothing() {
    RunUnderTest run = RunUnderTest.running().cancel().cancel();
    assertThat(run.events()).isEmpty();
    assertThat(run.reply()).isInstanceOf(ExecutionReply.Noted.class);
  }

  @Test
  void anEndCannotBeCancelled() {
    RunUnderTest run = RunUnderTest.running().succeed("s1", 1).cancel();

    assertThat(run.reply())
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("EXECUTION_ENDED"));
  }

  @Test
  void aRunThatTakesTooLongIsStoppedAndTimedOut() {
    RunUnderTest run =
        new RunUnderTest(
                Plans.plan(
                    RetryPolicy.DEFAULT,
                    Optional.of(Duration.ofSeconds(30)),
                    RunUnderTest.threeSteps()))
            .start()
            .grant("s1", 1)
            .accept("s1", 1)
            .pass(Duration.ofSeconds(30))
            .tell(new ExecutionCommand.Wake());

    run.expect(ExecutionStatus.CANCELLING);
    run.cancelled("s1", 1).expect(ExecutionStatus.TIMED_OUT);
  }

  @Test
  void abandonEndsWithoutProofAndKeepsStoppingWhatTurnsUp() {
    RunUnderTest run = RunUnderTest.running().unreachable("s1", 1);
    run.tell(new ExecutionCommand.Abandon(ALICE, "the engine is gone"));
    run.expect(ExecutionStatus.CANCELLED);
    assertThat(run.state().end().orElseThrow().abandoned()).isTrue();
    assertThat(run.attemptOf("s1", 1).state()).isEqualTo(AttemptState.ABANDONED);

    run.tell(new ExecutionCommand.EndNoted(0)).accept("s1", 1);
    assertThat(run.commands()).singleElement().isInstanceOf(CancelStage.class);
  }

  @Test
  void abandonHasItsOwnPermission() {
    Principal plain = new Principal(Plans.TENANT, "dave", Set.of(), Set.of("pipelines:execute"));
    RunUnderTest run =
        RunUnderTest.running().tell(new ExecutionCommand.Abandon(plain, "no patience"));

    assertThat(run.reply())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.kind()).isEqualTo(ExecutionReply.Refusal.FORBIDDEN));
    run.expect(ExecutionStatus.RUNNING);
  }

  @Test
  void anotherTenantsRunIsNotFoundWhateverIsAsked() {
    Principal stranger = new Principal(new TenantId("other"), "eve", Set.of("admin"), Set.of("*"));
    for (ExecutionCommand asked :
        List.of(
            new ExecutionCommand.Read(stranger),
            new ExecutionCommand.Cancel(stranger, "x"),
            new ExecutionCommand.Abandon(stranger, "x"),
            new ExecutionCommand.Decide(
                stranger, Optional.empty(), ExecutionCommand.Verdict.APPROVE, Optional.empty()),
            new ExecutionCommand.Resolve(
                stranger, Optional.empty(), ExecutionCommand.Resolution.FAILED, "x"))) {
      RunUnderTest run = RunUnderTest.running().tell(asked);
      assertThat(run.reply()).isEqualTo(new NotFound());
      assertThat(run.events()).isEmpty();
    }
  }
}
