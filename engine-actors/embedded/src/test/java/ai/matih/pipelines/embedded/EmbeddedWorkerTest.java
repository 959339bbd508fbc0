package ai.matih.pipelines.embedded;

import static ai.matih.pipelines.embedded.ScriptedSteps.TENANT;
import static ai.matih.pipelines.embedded.ScriptedSteps.order;
import static ai.matih.pipelines.embedded.ScriptedSteps.step;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Report;
import ai.matih.pipelines.gateway.Watch;
import ai.matih.pipelines.gateway.contract.Heard;
import ai.matih.pipelines.gateway.contract.InMemoryWorkLeases;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node works off the stages whose leases it holds. */
class EmbeddedWorkerTest {
  private static final Duration LEASE = Duration.ofMillis(900);
  private static final StepResult REUSED =
      new StepResult(
          5, 5, 0, 0, 0, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  @TempDir private Path home;
  private final InMemoryWorkLeases leases = new InMemoryWorkLeases(Clock.systemUTC());
  private final ScriptedSteps steps = new ScriptedSteps();
  private final Heard heard = new Heard();
  private final WorkFigures figures = new WorkFigures();
  private final AttemptId attempt = fresh();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private EmbeddedAdapter node;

  @BeforeEach
  void start() {
    node = node(4, 2);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void stepsRunAfterThoseTheyWaitFor() {
    submit(attempt, order(step("c", "ok", "b"), step("b", "ok", "a"), step("a", "ok")));

    assertSucceeded(attempt);
    assertThat(ended(attempt)).containsExactly("a", "b", "c");
  }

  @Test
  void theEndOfAStepIsTimedAfterItsWork() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));
    Instant atWork = Instant.now();

    steps.letGo(attempt, "a");

    assertSucceeded(attempt);
    assertThat(reports(attempt))
        .filteredOn(StepReport.Ended.class::isInstance)
        .singleElement()
        .satisfies(end -> assertThat(((StepReport.Ended) end).at()).isAfterOrEqualTo(atWork));
  }

  @Test
  void independentStepsRunSideBySideUpToTheBound() {
    submit(attempt, order(step("a", "hold"), step("b", "hold"), step("c", "hold")));

    Heard.until("two are at work", () -> steps.mostAtOnce() == 2);
    Stream.of("a", "b", "c").forEach(name -> steps.letGo(attempt, name));

    assertSucceeded(attempt);
    assertThat(steps.mostAtOnce()).isLessThanOrEqualTo(2);
    assertThat(ended(attempt)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aFinishedStepIsNotRunAgainAndItsResultStands() {
    submit(
        attempt,
        order(Map.of("a", REUSED, "earlier", REUSED), step("a", "ok"), step("b", "ok", "a")));

    Observation.Succeeded end = assertSucceeded(attempt);
    assertThat(steps.starts(attempt, "a")).isZero();
    assertThat(end.result().steps()).containsOnlyKeys("a", "b").containsEntry("a", REUSED);
  }

  @Test
  void aFailureStopsTheOthersAndNamesItsStep() {
    submit(attempt, order(step("a", "hold"), step("b", "fail"), step("c", "ok", "a")));

    Failure failure = failure(attempt);
    assertThat(failure.code()).isEqualTo("BAD_SQL");
    assertThat(failure.step()).contains("b");
    assertThat(steps.isAtWork(attempt, "a")).isFalse();
    assertThat(steps.starts(attempt, "c")).isZero();
    assertThat(row(attempt).state()).isEqualTo(State.FAILED);
  }

  @Test
  void aBugInAStepFailsTheStageAndNotTheWorker() {
    submit(attempt, order(step("a", "break")));
    assertThat(failure(attempt).failureClass()).isEqualTo(FailureClass.INFRASTRUCTURE);

    AttemptId next = fresh();
    submit(next, order(step("a", "ok")));
    assertSucceeded(next);
  }

  @Test
  void aStepThatTakesTooLongIsStopped() {
    submit(attempt, order(step("a", "hold", Optional.of(Duration.ofMillis(50)))));

    Failure failure = failure(attempt);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(failure.step()).contains("a");
    assertThat(steps.isAtWork(attempt, "a")).isFalse();
  }

  @Test
  void stepsThatWaitForEachOtherFailTheStage() {
    submit(attempt, order(step("a", "ok", "b"), step("b", "ok", "a")));

    assertThat(failure(attempt).code()).isEqualTo("STEPS_WAIT");
  }

  @Test
  void theEndOfAStepIsInTheLeaseBeforeItIsTold() {
    submit(attempt, order(step("a", "hold"), step("b", "hold", "a")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));
    leases.reachable(false);
    steps.letGo(attempt, "a");
    Heard.until("b is at work", () -> steps.isAtWork(attempt, "b"));
    assertThat(ended(attempt)).isEmpty();

    leases.reachable(true);

    Heard.until("a's end is told", () -> ended(attempt).contains("a"));
    assertThat(row(attempt).progress()).extracting(StepReport::step).containsExactly("a");
    steps.letGo(attempt, "b");
    assertSucceeded(attempt);
  }

  @Test
  void anotherNodeGoesOnWhereADeadOneStopped() {
    submit(attempt, order(step("a", "hold"), step("b", "hold", "a")));
    steps.letGo(attempt, "a");
    Heard.until("a's end is told", () -> ended(attempt).contains("a"));
    Heard.until("b is at work", () -> steps.isAtWork(attempt, "b"));
    node.close();

    node = node(4, 2);
    Heard.until("b is at work again", () -> steps.starts(attempt, "b") == 2);
    steps.letGo(attempt, "b");

    Observation.Succeeded end = assertSucceeded(attempt);
    assertThat(end.result().steps()).containsOnlyKeys("a", "b");
    assertThat(steps.starts(attempt, "a")).isEqualTo(1);
    assertThat(steps.mostAtOnce(attempt, "b")).isEqualTo(1);
    assertThat(row(attempt).epoch()).isGreaterThan(1);
  }

  @Test
  void finishedStepsWhoseRowsWentWithTheirNodeRunAgain() {
    submit(attempt, order(step("a", "hold"), step("b", "hold", "a")));
    steps.letGo(attempt, "a");
    Heard.until("a's end is told", () -> ended(attempt).contains("a"));
    Heard.until("b is at work", () -> steps.isAtWork(attempt, "b"));
    node.close();

    steps.loseOutputs();
    node = node(4, 2);
    Heard.until("b is at work again", () -> steps.starts(attempt, "b") == 2);
    steps.letGo(attempt, "b");

    assertSucceeded(attempt);
    assertThat(steps.starts(attempt, "a")).isEqualTo(2);
  }

  @Test
  void aNodeThatIsLeavingEndsWhatItHasAndTakesNoMore() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));
    open.set(false);
    AttemptId next = new AttemptId(attempt.execution(), attempt.stage(), 2);
    submit(next, order(step("a", "ok")));

    steps.letGo(attempt, "a");
    assertSucceeded(attempt);
    assertThat(row(next).state()).isEqualTo(State.OPEN);

    open.set(true);
    assertSucceeded(next);
  }

  @Test
  void anOwnerThatCannotRenewStopsAndSaysNothing() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));

    leases.reachable(false);

    Heard.until("a stopped", () -> !steps.isAtWork(attempt, "a"));
    assertThat(heard.of(attempt)).noneMatch(Report::isLast);
  }

  @Test
  void anOwnerWhoseLeaseWasTakenStops() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));

    leases.expire(attempt);
    leases.fence(attempt, "embedded").toCompletableFuture().join();

    Heard.until("a stopped", () -> !steps.isAtWork(attempt, "a"));
    assertThat(heard.of(attempt)).noneMatch(Report::isLast);
    assertThat(row(attempt).state()).isEqualTo(State.FENCED);
  }

  @Test
  void whatIsAtWorkAndWhatWasLostIsCounted() {
    submit(attempt, order(step("a", "hold")));
    AttemptId other = fresh();
    submit(other, order(step("a", "hold")));
    Heard.until("both are at work", () -> figures.steps() == 2);
    assertThat(figures.stages()).isEqualTo(2);

    leases.expire(attempt);
    node.fence(watch(attempt, 2)).toCompletableFuture().join();

    assertThat(figures.fenced()).isEqualTo(1);
    Heard.until("one is left", () -> figures.stages() == 1 && figures.steps() == 1);
    assertThat(figures.leasesLost()).isEqualTo(1);
    steps.letGo(other, "a");
    assertSucceeded(other);
    Heard.until("none is left", () -> figures.stages() == 0 && figures.steps() == 0);
    assertThat(figures.leasesLost()).isEqualTo(1);
  }

  @Test
  void aCancelDoesNotWaitForAThread() {
    AttemptId busy = fresh();
    submit(busy, order(step("a", "hold"), step("b", "hold")));
    Heard.until("both threads are taken", () -> steps.mostAtOnce() == 2);
    submit(attempt, order(step("c", "hold")));

    node.cancel(attempt, "no longer wanted").toCompletableFuture().join();

    heard.await(watch(attempt, 1), Observation.Cancelled.class::isInstance);
    assertThat(steps.starts(attempt, "c")).isZero();
  }

  @Test
  void aCancelAskedElsewhereIsSeenWithTheRenewal() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));

    leases.askCancel(attempt).toCompletableFuture().join();

    heard.await(watch(attempt, 1), Observation.Cancelled.class::isInstance);
    assertThat(row(attempt).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void aCancelAskedOfADeadNodeIsDoneByTheNextOwnerWithoutWork() {
    submit(attempt, order(step("a", "hold")));
    Heard.until("a is at work", () -> steps.isAtWork(attempt, "a"));
    node.close();
    leases.askCancel(attempt).toCompletableFuture().join();

    node = node(4, 2);

    heard.await(watch(attempt, 1), Observation.Cancelled.class::isInstance);
    assertThat(steps.starts(attempt, "a")).isEqualTo(1);
  }

  @Test
  void aWatchRaisedElsewhereIsAnsweredByTheOwner() {
    submit(attempt, order(step("a", "hold")));
    leases.observe(attempt, 9).toCompletableFuture().join();
    Heard.until("renewed", () -> row(attempt).watch() == 9 && steps.isAtWork(attempt, "a"));
    leases.askCancel(attempt).toCompletableFuture().join();

    heard.await(watch(attempt, 9), Observation.Cancelled.class::isInstance);
  }

  @Test
  void stagesBeyondTheBoundWaitAndAllEnd() {
    node.close();
    node = node(2, 2);
    List<AttemptId> attempts = Stream.generate(EmbeddedWorkerTest::fresh).limit(20).toList();

    attempts.forEach(each -> submit(each, order(step("a", "hold"))));
    attempts.forEach(
        each -> assertThat(heard.await(watch(each, 1))).isInstanceOf(Observation.Running.class));
    assertThat(steps.mostAtOnce()).isLessThanOrEqualTo(2);
    attempts.forEach(each -> steps.letGo(each, "a"));

    attempts.forEach(this::assertSucceeded);
    assertThat(steps.mostAtOnce()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatStepsSayCanBeReadWhileTheyRun() throws IOException {
    submit(attempt, order(step("a", "hold")));

    RunLogs logs = RunLogs.in(home);
    Heard.until("the line is there", () -> !logs.files(attempt.execution()).isEmpty());
    assertThat(logs.files(attempt.execution()))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("s1-1.log");
    assertThat(Files.readString(logs.files(attempt.execution()).getFirst()))
        .matches(
            "\\{\"time\":\"[^\"]+\",\"step\":\"a\",\"level\":\"INFO\",\"message\":\"does hold\"}\n");
    steps.letGo(attempt, "a");
    assertSucceeded(attempt);
  }

  private EmbeddedAdapter node(int stages, int stepThreads) {
    return new EmbeddedAdapter(
        "embedded",
        "node-" + UUID.randomUUID(),
        leases,
        steps,
        RunLogs.in(home),
        new WorkerSettings(stages, stepThreads, LEASE, open::get),
        figures,
        heard);
  }

  private void submit(AttemptId which, StageOrder order) {
    node.submit(watch(which, 1), order).toCompletableFuture().join();
  }

  private Observation.Succeeded assertSucceeded(AttemptId which) {
    Observation end = heard.await(watch(which, 1), Report::isLast);
    assertThat(end).isInstanceOf(Observation.Succeeded.class);
    return (Observation.Succeeded) end;
  }

  private Failure failure(AttemptId which) {
    Observation end = heard.await(watch(which, 1), Report::isLast);
    assertThat(end).isInstanceOf(Observation.Failed.class);
    return ((Observation.Failed) end).failure();
  }

  private List<StepReport> reports(AttemptId which) {
    return heard.of(which).stream()
        .filter(Report.Steps.class::isInstance)
        .flatMap(report -> ((Report.Steps) report).steps().stream())
        .toList();
  }

  private List<String> ended(AttemptId which) {
    return reports(which).stream()
        .filter(StepReport.Ended.class::isInstance)
        .map(StepReport::step)
        .toList();
  }

  private Lease row(AttemptId which) {
    return leases.observe(which, 0).toCompletableFuture().join().orElseThrow();
  }

  private static Watch watch(AttemptId which, long number) {
    return new Watch(which, TENANT, number);
  }

  private static AttemptId fresh() {
    return new AttemptId(
        ExecutionId.of(PipelineId.of(TENANT, "worker", 0), UUID.randomUUID().toString()), "s1", 1);
  }
}
