package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.RunUnderTest.failure;
import static ai.matih.pipelines.execution.RunUnderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionEffect.AskSlot;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReuseTest {

  private static final ConnectionRevision FIRST = revision(1);
  private static final ConnectionRevision SECOND = revision(2);

  private static ConnectionRevision revision(int number) {
    return new ConnectionRevision(
        number,
        new ConnectionDefinition("warehouse", "postgresql", Optional.empty(), Map.of(), Map.of()));
  }

  /** Steps a, b (reads a, uses the warehouse) and c (reads b); c failed. */
  private static Execution failedAtTheLastStep() {
    Step b =
        new Step(
            "b",
            new StepWork.Task(
                new TaskWork.Sql("select 1", Optional.of("warehouse"), Optional.empty())),
            List.of("a"),
            List.of(new Step.Input("a", "a")),
            Optional.empty(),
            Optional.empty(),
            "f");
    ExecutionSpec plain =
        Plans.spec(
            "run",
            Plans.plan(Plans.stage("s1", List.of(), Plans.step("a"), b, Plans.step("c", "b"))));
    ExecutionSpec pinned =
        new ExecutionSpec(
            plain.id(),
            plain.tenant(),
            plain.pipeline(),
            1,
            plain.plan(),
            plain.root(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("warehouse", FIRST),
            Priority.NORMAL,
            plain.prices(),
            "alice",
            Plans.T0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new RunUnderTest(pinned)
        .start()
        .grant("s1", 1)
        .accept("s1", 1)
        .stepEnded("a", rows(5))
        .stepEnded("b", rows(4))
        .fail("s1", 1, failure(FailureClass.USER, "c"))
        .expect(ExecutionStatus.FAILED)
        .state();
  }

  private static Map<String, StepResult> reuse(
      Optional<String> from, boolean all, ConnectionRevision warehouse) {
    return Reuse.of(failedAtTheLastStep(), from, all, Map.of("warehouse", warehouse), Set.of());
  }

  @Test
  void finishedStepsAreTakenOver() {
    assertThat(reuse(Optional.empty(), false, FIRST)).containsOnlyKeys("a", "b");
  }

  @Test
  void fromAStepThatStepAndEverythingAfterItRunAgain() {
    assertThat(reuse(Optional.of("b"), false, FIRST)).containsOnlyKeys("a");
    assertThat(reuse(Optional.of("a"), false, FIRST)).isEmpty();
  }

  @Test
  void allTakesNothingOver() {
    assertThat(reuse(Optional.empty(), true, FIRST)).isEmpty();
  }

  @Test
  void aStepWhoseConnectionChangedRunsAgain() {
    assertThat(reuse(Optional.empty(), false, SECOND)).containsOnlyKeys("a");
  }

  @Test
  void aStepWhoseRowsAreGoneRunsAgainAndSoDoesWhatFollowsIt() {
    Execution ended = failedAtTheLastStep();
    var connections = Map.of("warehouse", FIRST);
    assertThat(Reuse.of(ended, Optional.empty(), false, connections, Set.of("b")))
        .containsOnlyKeys("a");
    assertThat(Reuse.of(ended, Optional.empty(), false, connections, Set.of("a"))).isEmpty();
  }

  @Test
  void anUnknownStepIsNamedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reuse(Optional.of("x"), false, FIRST))
        .withMessageContaining("a, b, c");
  }

  @Test
  void aStageThatIsReusedWholeSucceedsWithoutAnAttempt() {
    ExecutionSpec plain =
        Plans.spec(
            "again",
            Plans.plan(
                Plans.stage("s1", List.of(), Plans.step("a")),
                Plans.stage("s2", List.of("s1"), Plans.step("b", "a"))));
    RunUnderTest run = new RunUnderTest(reusing(plain, Map.of("a", rows(5)))).start();

    assertThat(RunUnderTest.only(AskSlot.class, run.effects()))
        .extracting(AskSlot::attempt)
        .containsExactly(run.attempt("s2", 1));
    assertThat(run.state().metrics().rowsRead()).isZero();
    run.grant("s2", 1).succeed("s2", 1).expect(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aRunInWhichNothingHasToRunAgainSucceedsAtOnce() {
    ExecutionSpec plain =
        Plans.spec("again", Plans.plan(Plans.stage("s1", List.of(), Plans.step("a"))));

    new RunUnderTest(reusing(plain, Map.of("a", rows(5))))
        .start()
        .expect(ExecutionStatus.SUCCEEDED);
  }

  private static ExecutionSpec reusing(ExecutionSpec plain, Map<String, StepResult> reused) {
    return new ExecutionSpec(
        plain.id(),
        plain.tenant(),
        plain.pipeline(),
        1,
        plain.plan(),
        plain.root(),
        Optional.of(plain.root()),
        reused,
        Map.of(),
        Map.of(),
        Map.of(),
        Priority.NORMAL,
        plain.prices(),
        "alice",
        Plans.T0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
