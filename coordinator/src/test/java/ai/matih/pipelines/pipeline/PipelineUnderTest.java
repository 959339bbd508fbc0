package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.schedule.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pipeline, its clock, and short words for what happens to it. */
final class PipelineUnderTest {
  static final Principal ALICE =
      new Principal(Plans.TENANT, "alice", Set.of(), Set.of("pipelines:*"));
  static final Plan PLAN = Plans.plan(Plans.stage("s1", List.of(), Plans.step("a")));
  static final PipelineCommand.Description DESCRIPTION =
      new PipelineCommand.Description("flights", "1", Optional.empty(), List.of());

  private static final PipelineDefinition DEFINITION =
      Plans.definition(Optional.empty(), Optional.empty());

  private final PipelineLifecycle lifecycle = new PipelineLifecycle();
  private Pipeline state = Pipeline.NONE;
  private Instant now = Plans.T0;
  private Decision<PipelineEvent, PipelineEffect, PipelineReply> last = Decision.nothing();

  static PipelineUnderTest created() {
    return new PipelineUnderTest().create(Idempotency.NONE);
  }

  PipelineUnderTest tell(PipelineCommand command) {
    last = lifecycle.decide(state, command, new Moment(now, Cause.SYSTEM));
    last.events().forEach(event -> state = lifecycle.evolve(state, event, now));
    return this;
  }

  PipelineUnderTest create(Idempotency key) {
    return tell(new PipelineCommand.Create(ALICE, Plans.PIPELINE, DESCRIPTION, proposal("1"), key));
  }

  /** Gives it another definition. */
  PipelineUnderTest define(PipelineDefinition definition) {
    String content = "revision " + (state.revisions().size() + 1);
    return tell(
        new PipelineCommand.Update(
            ALICE,
            DESCRIPTION,
            new PipelineCommand.Proposal(definition, PLAN, content, "hash of " + content),
            Idempotency.NONE));
  }

  PipelineUnderTest update(String content) {
    return tell(
        new PipelineCommand.Update(ALICE, DESCRIPTION, proposal(content), Idempotency.NONE));
  }

  static PipelineCommand.Proposal proposal(String content) {
    return new PipelineCommand.Proposal(DEFINITION, PLAN, content, "hash of " + content);
  }

  PipelineUnderTest execute(String key, String body) {
    return execute(key, new Idempotency(Optional.of("alice/" + key), body), PLAN);
  }

  PipelineUnderTest execute(String key, Idempotency idempotency, Plan plan) {
    return execute(ALICE, key, idempotency, plan, false);
  }

  PipelineUnderTest execute(
      Principal who, String key, Idempotency idempotency, Plan plan, boolean overrideBudget) {
    return tell(
        new PipelineCommand.Execute(
            who,
            run(key),
            state.revisions().size(),
            plan,
            Map.of(),
            Map.of(),
            Map.of(),
            Priority.NORMAL,
            PriceBook.DEFAULT,
            overrideBudget,
            idempotency));
  }

  PipelineUnderTest started(String key) {
    return tell(
        new PipelineCommand.ExecutionStarted(
            run(key), state().ticket(run(key)).map(Ticket::submittedAt).orElse(now)));
  }

  PipelineUnderTest ended(String key) {
    return ended(key, ExecutionStatus.SUCCEEDED, "0.0001");
  }

  PipelineUnderTest ended(String key, ExecutionStatus status, String cost) {
    return tell(
        new PipelineCommand.ExecutionEnded(
            run(key), 0, status, 27_004, 900_000, 1_300, Optional.of(new BigDecimal(cost))));
  }

  /** What the outside found out for a due time of the live revision. */
  PipelineUnderTest prepared(Interval interval) {
    return prepared(interval, state.revisions().size(), PLAN);
  }

  PipelineUnderTest prepared(Interval interval, int revision, Plan plan) {
    return tell(
        new PipelineCommand.IntervalPrepared(
            interval.generation(),
            interval.nominal(),
            revision,
            Optional.of(new PipelineCommand.Pinned(plan, Map.of(), Map.of(), PriceBook.DEFAULT)),
            ""));
  }

  /** The time comes and the clock strikes. */
  PipelineUnderTest at(String time) {
    now = Instant.parse(time);
    return tell(new PipelineCommand.Wake());
  }

  PipelineUnderTest pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  static ExecutionId run(String key) {
    return ExecutionId.of(Plans.PIPELINE, key);
  }

  Pipeline state() {
    return state;
  }

  Instant now() {
    return now;
  }

  Optional<Instant> due() {
    return lifecycle.wakeAt(state);
  }

  List<PipelineEvent> events() {
    return last.events();
  }

  List<PipelineEffect> effects() {
    return last.effects();
  }

  Optional<PipelineReply> reply() {
    return last.reply();
  }

  List<PipelineEffect> owed() {
    return lifecycle.pending(state);
  }

  /** The code of the refusal that the last command got. */
  String refusal() {
    return ((PipelineReply.Refused) last.reply().orElseThrow()).code();
  }

  /** Whether the last command changed anything. */
  boolean changed() {
    return ((PipelineReply.Accepted) last.reply().orElseThrow()).changed();
  }
}
