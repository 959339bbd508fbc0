package ai.matih.pipelines.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.execution.ExecutionEffect.ReturnSlot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotsAheadTest {

  @Test
  void aRunAsksAheadForTheStagesThatNothingHoldsBack() {
    ExecutionSpec spec =
        Plans.spec(
            "run",
            Plans.plan(
                Plans.stage("s1", List.of(), Plans.step("a")),
                Plans.stage("s2", List.of("s1"), Plans.step("b"))));

    assertThat(SlotsAhead.of(spec))
        .containsExactly(
            new AskSlot(
                new ai.matih.pipelines.engine.AttemptId(spec.id(), "s1", 1),
                Plans.ENGINE,
                Priority.NORMAL,
                Plans.T0));
  }

  @Test
  void aSlotOfAStageThatThisRunDoesNotHaveGoesBackToItsInstance() {
    RunUnderTest run = RunUnderTest.running();

    run.tell(
        new ExecutionCommand.SlotGranted(run.attempt("of-another-plan", 1), Optional.of("other")));

    assertThat(run.effects())
        .containsExactly(new ReturnSlot(run.attempt("of-another-plan", 1), "other"));
  }

  @Test
  void aSlotThatComesBeforeTheStartIsKeptForIt() {
    RunUnderTest run = new RunUnderTest(Plans.plan(RunUnderTest.threeSteps()));

    run.tell(new ExecutionCommand.SlotGranted(run.attempt("s1", 1), Optional.of(Plans.ENGINE)));

    assertThat(run.events()).isEmpty();
    assertThat(run.effects()).isEmpty();
    run.start();
    assertThat(run.effects()).hasAtLeastOneElementOfType(AskSlot.class);
  }
}
