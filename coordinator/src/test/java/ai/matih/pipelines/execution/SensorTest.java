package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.ALICE;
import static ai.matih.pipelines.execution.RunUnderTest.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitTimeout;
import ai.matih.pipelines.execution.ExecutionCommand.Poke;
import ai.matih.pipelines.execution.ExecutionCommand.Sensed;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.LookFor;
import ai.matih.pipelines.execution.ExecutionEffect.LookNoMore;
import ai.matih.pipelines.execution.ExecutionEvent.GateOpened;
import ai.matih.pipelines.execution.ExecutionEvent.SensorTroubled;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import ai.matih.pipelines.planning.GateRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensorTest {
  private static final String GATE = "wait:file";
  private static final Sensed NOT_YET = new Sensed(GATE, Optional.empty(), Optional.empty());
  private static final Sensed FOUND =
      new Sensed(GATE, Optional.of("file orders.csv"), Optional.empty());
  private static final Sensed AWAY =
      new Sensed(GATE, Optional.empty(), Optional.of("the disk is away"));

  private static RunUnderTest waiting(WaitTimeout onTimeout) {
    GateRule rule =
        GateRule.waiting(
            GATE,
            new WaitFor.File(
                Optional.empty(),
                Optional.empty(),
                "LANDING",
                Optional.empty(),
                Optional.of("orders.csv"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofHours(2),
                onTimeout));
    return new RunUnderTest(
            Plans.plan(Plans.stage("s1", List.of(), Optional.of(rule), Plans.step("a"))))
        .start();
  }

  private static Gate gate(RunUnderTest run) {
    return run.state().gates().get(GATE);
  }

  @Test
  void aRunThatWaitsForDataIsQueuedAndAsksForNoSlot() {
    RunUnderTest run = waiting(WaitTimeout.FAIL).expect(ExecutionStatus.QUEUED);

    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).isEmpty();
    assertThat(run.events())
        .filteredOn(GateOpened.class::isInstance)
        .singleElement()
        .isEqualTo(
            new GateOpened(
                GATE,
                "s1",
                Plans.T0.plus(Duration.ofHours(2)),
                Optional.of(Duration.ofSeconds(30))));
  }

  @Test
  void aPokeLooksAndALookThatFindsNothingJournalsNothing() {
    RunUnderTest run = waiting(WaitTimeout.FAIL).tell(new Poke(GATE));
    assertThat(run.effects()).containsExactly(new LookFor(GATE));
    assertThat(run.events()).isEmpty();

    run.tell(NOT_YET).expect(ExecutionStatus.QUEUED);
    assertThat(run.events()).isEmpty();
  }

  @Test
  void dataThatIsThereLetsTheStageGoAndIsNotLookedForAgain() {
    RunUnderTest run = waiting(WaitTimeout.FAIL).tell(FOUND);

    assertThat(run.effects()).contains(new LookNoMore(GATE));
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(1);
    assertThat(gate(run).verdicts().getFirst().comment()).contains("file orders.csv");

    run.tell(new Poke(GATE));
    assertThat(run.effects()).containsExactly(new LookNoMore(GATE));
    run.tell(FOUND);
    assertThat(run.events()).isEmpty();
    run.grant("s1", 1).succeed("s1", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aProblemIsJournaledOnceAndWhenItIsOver() {
    RunUnderTest run = waiting(WaitTimeout.FAIL).tell(AWAY);
    assertThat(run.events()).containsExactly(new SensorTroubled(GATE, AWAY.problem()));
    assertThat(gate(run).problem()).contains("the disk is away");

    run.tell(AWAY);
    assertThat(run.events()).isEmpty();

    run.tell(NOT_YET);
    assertThat(gate(run).problem()).isEmpty();
  }

  @Test
  void dataThatDoesNotComeFailsTheRunOrSkipsIt() {
    RunUnderTest failed =
        waiting(WaitTimeout.FAIL).tell(AWAY).pass(Duration.ofHours(2)).wakeWhenDue();
    failed.expect(ExecutionStatus.FAILED);
    assertThat(failed.state().end().orElseThrow().failure().orElseThrow().message())
        .contains("orders.csv", "the disk is away");

    waiting(WaitTimeout.SKIP)
        .pass(Duration.ofHours(2))
        .wakeWhenDue()
        .expect(ExecutionStatus.SKIPPED);
  }

  @Test
  void aPersonMayEndTheWaitingByNameOnly() {
    RunUnderTest run = waiting(WaitTimeout.FAIL).decide(BOB, Verdict.APPROVE);
    assertThat(run.reply()).isInstanceOf(Refused.class);

    run.tell(
        new ExecutionCommand.Decide(ALICE, Optional.of(GATE), Verdict.APPROVE, Optional.empty()));
    assertThat(RunUnderTest.only(AskSlot.class, run.effects())).hasSize(1);
  }

  @Test
  void aRunThatHasEndedOrNeverWasIsNotLookedAtAnyMore() {
    RunUnderTest run = waiting(WaitTimeout.SKIP).pass(Duration.ofHours(2)).wakeWhenDue();
    run.tell(new Poke(GATE));
    assertThat(run.effects()).containsExactly(new LookNoMore(GATE));

    RunUnderTest nothing = new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()));
    nothing.tell(new Poke(GATE));
    assertThat(nothing.effects()).containsExactly(new LookNoMore(GATE));
  }
}
