package ai.matih.pipelines.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionEffect.ToEngine;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.planning.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run, its clock, and short words for what happens to it. */
final class RunUnderTest {
  static final Principal ALICE = person("alice");
  static final Principal BOB = person("bob");
  static final Principal CAROL = person("carol");

  private final ExecutionLifecycle lifecycle = new ExecutionLifecycle();
  private final ExecutionSpec spec;
  private Execution state = Execution.NONE;
  private Instant now = Plans.T0;
  private Decision<ExecutionEvent, ExecutionEffect, ExecutionReply> last = Decision.nothing();

  RunUnderTest(Plan plan) {
    this(Plans.spec("run", plan));
  }

  RunUnderTest(ExecutionSpec spec) {
    this.spec = spec;
  }

  static Principal person(String name, String... roles) {
    return new Principal(Plans.TENANT, name, Set.of(roles), Set.of("pipelines:*"));
  }

  /** A run of one stage with steps a, b and c, its only attempt accepted. */
  static RunUnderTest running() {
    return new RunUnderTest(Plans.plan(threeSteps())).start().grant("s1", 1).accept("s1", 1);
  }

  static ai.matih.pipelines.planning.Stage threeSteps() {
    return Plans.stage(
        "s1", List.of(), Plans.step("a"), Plans.step("b", "a"), Plans.step("c", "b"));
  }

  RunUnderTest tell(ExecutionCommand command) {
    last = lifecycle.decide(state, command, new Moment(now, Cause.SYSTEM));
    last.events().forEach(event -> state = lifecycle.evolve(state, event, now));
    return this;
  }

  RunUnderTest start() {
    return tell(new ExecutionCommand.Start(spec));
  }

  RunUnderTest grant(String stage, int number) {
    return tell(
        new ExecutionCommand.SlotGranted(attempt(stage, number), Optional.of(Plans.ENGINE)));
  }

  RunUnderTest hear(EngineEvent... events) {
    return tell(new ExecutionCommand.EngineReported(List.of(events)));
  }

  RunUnderTest accept(String stage, int number) {
    return hear(accepted(stage, number, watch(stage, number)));
  }

  RunUnderTest succeed(String stage, int number) {
    return hear(
        new EngineEvent.StageSucceeded(
            attempt(stage, number), watch(stage, number), 9, results(stage)));
  }

  RunUnderTest fail(String stage, int number, Failure failure) {
    return hear(
        new EngineEvent.StageFailed(attempt(stage, number), watch(stage, number), 9, failure));
  }

  RunUnderTest cancelled(String stage, int number) {
    return hear(new EngineEvent.StageCancelled(attempt(stage, number), watch(stage, number), 9));
  }

  RunUnderTest absent(String stage, int number) {
    return hear(new EngineEvent.StageAbsent(attempt(stage, number), watch(stage, number), 1));
  }

  RunUnderTest unreachable(String stage, int number) {
    return hear(
        new EngineEvent.EngineUnreachable(
            attempt(stage, number), watch(stage, number), 1, "connection refused"));
  }

  RunUnderTest forgotten(String stage, int number) {
    return hear(
        new EngineEvent.StageForgotten(
            attempt(stage, number), watch(stage, number), 1, "purged from its history"));
  }

  RunUnderTest fenced(String stage, int number) {
    return hear(new EngineEvent.StageFenced(attempt(stage, number), watch(stage, number), 1));
  }

  RunUnderTest stepEnded(String step, StepResult result) {
    return hear(
        new EngineEvent.StepProgress(
            attempt("s1", state.stages().get("s1").attempts().size()),
            1,
            1,
            List.of(new StepReport.Started(step, now), new StepReport.Ended(step, now, result))));
  }

  RunUnderTest cancel() {
    return tell(new ExecutionCommand.Cancel(ALICE, "not needed any more"));
  }

  RunUnderTest decide(Principal who, ExecutionCommand.Verdict verdict) {
    return tell(
        new ExecutionCommand.Decide(who, Optional.empty(), verdict, Optional.of("looked at it")));
  }

  RunUnderTest decide(Principal who, ExecutionCommand.Verdict verdict, String gate) {
    return tell(new ExecutionCommand.Decide(who, Optional.of(gate), verdict, Optional.empty()));
  }

  RunUnderTest resolve(ExecutionCommand.Resolution resolution) {
    return tell(
        new ExecutionCommand.Resolve(BOB, Optional.empty(), resolution, "looked at the target"));
  }

  /** Time passes and nobody notices. */
  RunUnderTest pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Time passes until the run is due, and it is woken. */
  RunUnderTest wakeWhenDue() {
    Instant due = lifecycle.wakeAt(state).orElseThrow();
    now = due.isAfter(now) ? due : now;
    return tell(new ExecutionCommand.Wake());
  }

  Execution state() {
    return state;
  }

  ExecutionStatus status() {
    return state.status();
  }

  Instant now() {
    return now;
  }

  Optional<Instant> due() {
    return lifecycle.wakeAt(state);
  }

  boolean settled() {
    return lifecycle.settled(state);
  }

  Attempt attemptOf(String stage, int number) {
    return state.attempt(attempt(stage, number)).orElseThrow();
  }

  List<ExecutionEvent> events() {
    return last.events();
  }

  List<ExecutionEffect> effects() {
    return last.effects();
  }

  ExecutionReply reply() {
    return last.reply().orElseThrow();
  }

  /** What the last decision asked of engines. */
  List<EngineCommand> commands() {
    return commands(last.effects());
  }

  /** What the state owes, however it came about. */
  List<ExecutionEffect> owed() {
    return lifecycle.pending(state);
  }

  static List<EngineCommand> commands(List<ExecutionEffect> effects) {
    return effects.stream()
        .filter(ToEngine.class::isInstance)
        .map(ToEngine.class::cast)
        .map(ToEngine::command)
        .toList();
  }

  RunUnderTest expect(ExecutionStatus status) {
    assertThat(status()).isEqualTo(status);
    return this;
  }

  AttemptId attempt(String stage, int number) {
    return new AttemptId(spec.id(), stage, number);
  }

  private long watch(String stage, int number) {
    return state.attempt(attempt(stage, number)).map(known -> known.watch().number()).orElse(1L);
  }

  EngineEvent.StageAccepted accepted(String stage, int number, long watch) {
    return new EngineEvent.StageAccepted(
        attempt(stage, number), watch, 0, "job-" + number, "i1", Optional.empty());
  }

  StageResult results(String stage) {
    return new StageResult(
        Orders.stage(state, stage).steps().stream()
            .collect(Collectors.toMap(step -> step.name(), step -> rows(10))));
  }

  static StageResult results(Map<String, StepResult> steps) {
    return new StageResult(steps);
  }

  static StepResult rows(long rows) {
    return new StepResult(
        rows,
        rows,
        rows * 100,
        rows * 100,
        5,
        List.of(
            new DatasetVersion(
                "file", "flights", Optional.empty(), "csv", List.of(), Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  static Failure failure(FailureClass failureClass) {
    return failure(failureClass, "a");
  }

  static Failure failure(FailureClass failureClass, String step) {
    return new Failure(
        failureClass, "IT_BROKE", "it broke", Optional.empty(), Optional.of(step), true);
  }

  static <T> List<T> only(Class<T> type, List<?> things) {
    return things.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static List<Class<?>> types(List<?> things) {
    return Arrays.asList(things.stream().map(Object::getClass).toArray(Class<?>[]::new));
  }
}
