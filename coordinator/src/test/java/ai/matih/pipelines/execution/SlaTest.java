package ai.matih.pipelines.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionEvent.SlaMissed;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run that should be done a minute after it was asked for. */
class SlaTest {
  private static final Instant DUE = Plans.T0.plusSeconds(60);

  private static final Principal ALICE =
      new Principal(
          Plans.TENANT, "alice", Set.of(), Set.of("pipelines:execute", "pipelines:abandon"));

  private final ExecutionLifecycle lifecycle = new ExecutionLifecycle();
  private Execution run = Execution.NONE;

  private List<ExecutionEvent> tell(ExecutionCommand command, Instant at) {
    List<ExecutionEvent> events =
        lifecycle.decide(run, command, new Moment(at, Cause.SYSTEM)).events();
    events.forEach(event -> run = lifecycle.evolve(run, event, at));
    return events;
  }

  private void start() {
    ExecutionSpec plain =
        Plans.spec("sla", Plans.plan(Plans.stage("s1", List.of(), Plans.step("a"))));
    tell(
        new ExecutionCommand.Start(
            new ExecutionSpec(
                plain.id(),
                plain.tenant(),
                plain.pipeline(),
                plain.revision(),
                plain.plan(),
                plain.root(),
                plain.resumeOf(),
                plain.reused(),
                plain.parameters(),
                plain.values(),
                plain.connections(),
                plain.priority(),
                plain.prices(),
                plain.startedBy(),
                plain.submittedAt(),
                plain.budget(),
                plain.interval(),
                plain.origin(),
                Optional.of(new Expectations(Optional.of(DUE), List.of())))),
        Plans.T0);
  }

  @Test
  void aRunThatIsNotDoneInTimeSaysSoOnceAndGoesOn() {
    start();
    for (Instant at = Plans.T0; at.isBefore(DUE); at = at.plusSeconds(5)) {
      assertThat(tell(new ExecutionCommand.Wake(), at)).noneMatch(SlaMissed.class::isInstance);
    }
    assertThat(lifecycle.wakeAt(run)).get().satisfies(at -> assertThat(at).isBeforeOrEqualTo(DUE));

    assertThat(tell(new ExecutionCommand.Wake(), DUE)).contains(new SlaMissed(DUE));
    assertThat(run.status().ended()).isFalse();
    assertThat(run.late()).isTrue();
    assertThat(tell(new ExecutionCommand.Wake(), DUE.plusSeconds(600)))
        .noneMatch(SlaMissed.class::isInstance);
  }

  @Test
  void oneThatEndsLateBeforeAnybodyLookedSaysSoWithItsEnd() {
    start();

    List<ExecutionEvent> events =
        tell(new ExecutionCommand.Abandon(ALICE, "enough"), DUE.plusSeconds(1));
    assertThat(events).contains(new SlaMissed(DUE));
    assertThat(run.status().ended()).isTrue();
  }

  @Test
  void whatADueTimeWaitedCountsUnlessItIsCaughtUpWith() {
    var orchestration =
        Plans.definition(Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(1)))
            .orchestration();
    Instant due = Plans.T0.minusSeconds(45);

    assertThat(Expectations.of(orchestration, interval(due, false), Plans.T0))
        .flatMap(Expectations::slaDue)
        .contains(due.plusSeconds(60));
    assertThat(Expectations.of(orchestration, interval(due, true), Plans.T0))
        .flatMap(Expectations::slaDue)
        .contains(DUE);
  }

  private static Interval interval(Instant due, boolean catchUp) {
    return new Interval(1, due, due, new DataInterval(due, due), ZoneOffset.UTC, catchUp);
  }
}
