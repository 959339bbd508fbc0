package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.PipelineCommand.Execute;
import ai.matih.pipelines.pipeline.PipelineCommand.Retry;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.planning.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How runs are promised. A run that a person or program asks for is not held back by {@code
 * max_concurrent}, which bounds what the schedule starts: what they may run at once is the engine's
 * capacity, and admission orders it by priority.
 */
final class Tickets {
  /** Runs that one pipeline may have in flight. */
  static final int MOST = 10_000;

  private Tickets() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> execute(
      Pipeline state, Execute execute, Instant now) {
    if (execute.revision() != state.live().number()) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "REVISION_NOT_LIVE",
              "Revision " + state.live().number() + " went live in the meantime.",
              "Ask again: the run will be of the live revision."));
    }
    return promise(
        state,
        new ExecutionSpec(
            execute.execution(),
            state.tenant().orElseThrow(),
            state.id().orElseThrow(),
            execute.revision(),
            execute.plan(),
            execute.execution(),
            Optional.empty(),
            Map.of(),
            execute.parameters(),
            execute.values(),
            execute.connections(),
            execute.priority(),
            execute.prices(),
            execute.principal().subject(),
            now,
            Budgets.check(state, execute.plan(), now),
            Optional.empty(),
            Optional.empty(),
            Expectations.of(state.live().definition().orchestration(), now)),
        execute.overrideBudget() ? Optional.of(execute.principal()) : Optional.empty(),
        execute.idempotency(),
        now);
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> retry(
      Pipeline state, Retry retry, Instant now) {
    ExecutionSpec ended = retry.ended();
    if (!state.id().equals(Optional.of(ended.pipeline()))) {
      return Decision.reply(new PipelineReply.NotFound());
    }
    if (state.ticket(ended.id()).isPresent()) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "EXECUTION_NOT_ENDED",
              "The run " + ended.id() + " has not ended.",
              "Wait for its end, or cancel it first."));
    }
    return promise(
        state,
        new ExecutionSpec(
            retry.execution(),
            ended.tenant(),
            ended.pipeline(),
            ended.revision(),
            ended.plan(),
            ended.root(),
            Optional.of(ended.id()),
            retry.reused(),
            ended.parameters(),
            ended.values(),
            retry.connections(),
            ended.priority(),
            ended.prices(),
            retry.principal().subject(),
            now,
            Budgets.check(state, ended.plan(), now),
            ended.interval(),
            ended.origin(),
            Expectations.of(state.live().definition().orchestration(), now)),
        retry.overrideBudget() ? Optional.of(retry.principal()) : Optional.empty(),
        retry.idempotency(),
        now);
  }

  /** The run was promised before: answered once it has started, as the first time. */
  static Decision<PipelineEvent, PipelineEffect, PipelineReply> again(
      Pipeline state, Ticket ticket) {
    return state.starting().containsKey(ticket.execution())
        ? Decision.nothing()
        : Decision.reply(ticket.receipt());
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> promise(
      Pipeline state,
      ExecutionSpec asked,
      Optional<Principal> overriding,
      Idempotency idempotency,
      Instant now) {
    Optional<Ticket> promised = state.ticket(asked.id());
    if (promised.isPresent()) {
      return again(state, promised.get());
    }
    Optional<Refused> forbidden = overriding.flatMap(Permissions::mayOverrideBudget);
    if (forbidden.isPresent()) {
      return Decision.reply(forbidden.get());
    }
    ExecutionSpec spec = overriding.map(Principal::subject).map(asked::beyondBudget).orElse(asked);
    ExecutionTicketed event = new ExecutionTicketed(spec, idempotency);
    if (PipelineTable.ROWS.row(state.status(), event).isEmpty()) {
      return Decision.reply(Permissions.notIn(state.status()));
    }
    if (!spec.plan().executable()) {
      return Decision.reply(blocked(spec.plan()));
    }
    if (state.inFlight() >= MOST) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "TOO_MANY_RUNS",
              MOST + " runs of this pipeline are in flight, which is the most there can be.",
              "Ask again when some have ended."));
    }
    Optional<Refused> tooMuch = Budgets.refuse(state, spec.budget(), now);
    if (tooMuch.isPresent()) {
      return Decision.reply(tooMuch.get());
    }
    return new Decision<>(List.of(event), List.of(new StartExecution(spec)), Optional.empty());
  }

  private static Refused blocked(Plan plan) {
    Plan.Blocker first = plan.blockers().getFirst();
    return new Refused(Refusal.CONFLICT, "BLOCKED", first.message(), first.remedy());
  }
}
