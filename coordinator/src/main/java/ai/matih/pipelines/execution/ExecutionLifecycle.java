package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFailed;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptIntended;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptResolved;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptSucceeded;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.execution.ExecutionEvent.EndOwed;
import ai.matih.pipelines.execution.ExecutionEvent.EndSettled;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionStarted;
import ai.matih.pipelines.execution.ExecutionEvent.StepEnded;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.execution.ExecutionReply.Refused;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The life of a run (design sections 2 and 3), pure. */
public final class ExecutionLifecycle
    implements Lifecycle<
        Execution, ExecutionCommand, ExecutionEvent, ExecutionEffect, ExecutionReply> {

  @Override
  public Execution empty() {
    return Execution.NONE;
  }

  @Override
  public Decision<ExecutionEvent, ExecutionEffect, ExecutionReply> decide(
      Execution state, ExecutionCommand command, Moment moment) {
    Draft draft = new Draft(state, moment);
    ExecutionReply reply =
        switch (command) {
          case ExecutionCommand.Start start -> start(draft, start.spec());
          case ExecutionCommand.SlotGranted granted -> granted(draft, granted);
          case ExecutionCommand.EngineReported reported -> {
            reported
                .events()
                .forEach(
                    event -> {
                      EngineReports.hear(draft, event);
                      Advance.run(draft);
                    });
            yield new ExecutionReply.Acknowledged();
          }
          case ExecutionCommand.EndNoted noted -> endNoted(draft, noted.round());
          case ExecutionCommand.Poke poke -> {
            Sensors.poke(draft, poke.gate());
            yield new ExecutionReply.Acknowledged();
          }
          case ExecutionCommand.Sensed sensed -> {
            Sensors.sensed(draft, sensed);
            Advance.run(draft);
            yield new ExecutionReply.Acknowledged();
          }
          case ExecutionCommand.Wake ignored -> {
            Watchdog.wake(draft);
            Advance.run(draft);
            yield new ExecutionReply.Acknowledged();
          }
          case ExecutionCommand.Read read ->
              allowed(state, read.principal(), Permission.PIPELINES_READ)
                  .orElseGet(() -> new ExecutionReply.View(state));
          case ExecutionCommand.Cancel cancel ->
              allowed(state, cancel.principal(), Permission.PIPELINES_EXECUTE)
                  .orElseGet(() -> cancel(draft, cancel));
          case ExecutionCommand.Abandon abandon ->
              allowed(state, abandon.principal(), Permission.PIPELINES_ABANDON)
                  .orElseGet(() -> abandon(draft, abandon));
          case ExecutionCommand.Decide decide ->
              allowed(state, decide.principal(), Permission.PIPELINES_APPROVE)
                  .orElseGet(() -> decide(draft, decide));
          case ExecutionCommand.Resolve resolve ->
              allowed(state, resolve.principal(), Permission.PIPELINES_EXECUTE)
                  .orElseGet(() -> resolve(draft, resolve));
        };
    return draft.answer(reply);
  }

  /** Empty if {@code principal} may go on; another tenant learns nothing. */
  private static Optional<ExecutionReply> allowed(
      Execution state, Principal principal, Permission permission) {
    if (state.spec().filter(spec -> spec.tenant().equals(principal.tenant())).isEmpty()) {
      return Optional.of(new ExecutionReply.NotFound());
    }
    return principal.may(permission)
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Refusal.FORBIDDEN,
                "PERMISSION_DENIED",
                "This needs the permission " + permission.wire() + ".",
                "Ask an administrator of the tenant for it."));
  }

  private static ExecutionReply start(Draft draft, ExecutionSpec spec) {
    if (draft.state().phase() == Phase.NEW) {
      draft.journal(new ExecutionStarted(spec));
      Advance.run(draft);
    } else if (draft.state().phase() == Phase.ENDED) {
      // A pipeline that no longer knew the run may have promised it again: that ticket must end
      // too,
      // and what the pipeline answered of an earlier one does not count for it.
      draft.journal(new EndOwed());
      draft.effect(new ExecutionEffect.TellEnded());
    }
    draft.effect(new ExecutionEffect.TellStarted(spec.submittedAt()));
    return new ExecutionReply.Started();
  }

  /**
   * A grant for an attempt under way is admission's question whether it still holds the slot; the
   * answer is yes, or the slot would be given to another. A slot may also have been asked for ahead
   * by a promise of this run with another plan, which knew other stages: it goes back too. (A node
   * that was taken for dead may so give back what another has asked for since; then there is one
   * too many under way until the holder has spoken.)
   */
  private static ExecutionReply granted(Draft draft, ExecutionCommand.SlotGranted grant) {
    AttemptId granted = grant.attempt();
    Stage stage =
        draft.state().phase() == Phase.NEW ? null : Readiness.asking(draft.state()).get(granted);
    if (stage != null) {
      draft.journal(new AttemptIntended(granted, stage.instance(), 1));
      Attempt intended = draft.state().attempt(granted).orElseThrow();
      draft.toEngine(intended, Orders.submit(draft.state(), intended));
      return new ExecutionReply.Acknowledged();
    }
    Optional<Attempt> live = draft.state().attempt(granted).filter(Attempt::live);
    if (live.isPresent()) {
      draft.effect(new ExecutionEffect.HoldSlot(granted, live.get().instance()));
    } else if (draft.state().phase() != Phase.NEW) {
      grant
          .instance()
          .or(
              () ->
                  draft.state().plan().stages().stream()
                      .filter(known -> known.name().equals(granted.stage()))
                      .map(Stage::instance)
                      .findFirst())
          .ifPresent(instance -> draft.effect(new ExecutionEffect.ReturnSlot(granted, instance)));
    }
    return new ExecutionReply.Acknowledged();
  }

  /** An answer to an earlier round says nothing of the ticket that was made since. */
  private static ExecutionReply endNoted(Draft draft, int round) {
    if (draft.state().end().filter(end -> !end.settled() && end.round() == round).isPresent()) {
      draft.journal(new EndSettled());
    }
    return new ExecutionReply.Acknowledged();
  }

  private static ExecutionReply cancel(Draft draft, ExecutionCommand.Cancel cancel) {
    Optional<Execution.End> end = draft.state().end();
    if (end.isPresent()) {
      return end.get().status() == ExecutionStatus.CANCELLED
          ? new ExecutionReply.Noted(draft.state())
          : ended(end.get());
    }
    if (draft.state().phase() != Phase.CANCELLING) {
      Advance.stop(draft, CancelReason.REQUEST, cancel.reason(), Optional.empty());
      Advance.run(draft);
    }
    return new ExecutionReply.Noted(draft.state());
  }

  private static ExecutionReply abandon(Draft draft, ExecutionCommand.Abandon abandon) {
    Optional<Execution.End> end = draft.state().end();
    if (end.isPresent()) {
      return end.get().abandoned() ? new ExecutionReply.Noted(draft.state()) : ended(end.get());
    }
    if (draft.state().phase() != Phase.CANCELLING) {
      Advance.stop(draft, CancelReason.REQUEST, abandon.reason(), Optional.empty());
    } else {
      draft.state().live().forEach(draft::cancel);
    }
    Execution.Stop stop = draft.state().stop().orElseThrow();
    Advance.end(draft, Advance.status(stop.why()), stop.failure(), true);
    return new ExecutionReply.Noted(draft.state());
  }

  private static ExecutionReply decide(Draft draft, ExecutionCommand.Decide decide) {
    Optional<Refused> refused = Verdicts.decide(draft, decide);
    if (refused.isPresent()) {
      return refused.get();
    }
    Advance.run(draft);
    return new ExecutionReply.Noted(draft.state());
  }

  private static ExecutionReply resolve(Draft draft, ExecutionCommand.Resolve resolve) {
    List<Attempt> forgotten =
        draft.state().live().stream()
            .filter(attempt -> attempt.state() == AttemptState.FORGOTTEN)
            .filter(attempt -> resolve.stage().map(attempt.id().stage()::equals).orElse(true))
            .toList();
    if (forgotten.size() != 1) {
      return forgotten.isEmpty()
          ? new Refused(
              Refusal.CONFLICT,
              "NOTHING_TO_RESOLVE",
              "No attempt of this run is forgotten by its engine.",
              "Resolve is for runs in RECONCILING whose engine no longer knows the job.")
          : new Refused(
              Refusal.INVALID,
              "STAGE_NOT_NAMED",
              "Several stages are forgotten by their engines.",
              "Name one of them.");
    }
    Attempt attempt = forgotten.getFirst();
    if (resolve.resolution() == Resolution.SUCCEEDED) {
      Optional<Refused> refused = outputsKnown(draft.state(), attempt);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    draft.journal(new AttemptResolved(attempt.id(), resolve.resolution(), resolve.reason()));
    switch (resolve.resolution()) {
      case SUCCEEDED -> vouchedFor(draft, attempt);
      case FAILED -> {
        Failure failure =
            new Failure(
                FailureClass.LOST,
                "RESOLVED_FAILED",
                "Forgotten by " + attempt.instance() + "; settled by a person: " + resolve.reason(),
                Optional.of("Retry the run."),
                Optional.empty(),
                false);
        draft.journal(new AttemptFailed(attempt.id(), failure));
        Advance.giveUp(draft, attempt.id().stage(), failure);
      }
      case RETRY -> Advance.fence(draft, attempt);
    }
    Advance.run(draft);
    return new ExecutionReply.Noted(draft.state());
  }

  private static void vouchedFor(Draft draft, Attempt attempt) {
    Orders.stage(draft.state(), attempt.id().stage()).steps().stream()
        .map(step -> step.name())
        .filter(step -> !draft.state().steps().get(step).finished())
        .toList()
        .forEach(
            step ->
                draft.journal(new StepEnded(attempt.id(), step, draft.now(), StepResult.NOTHING)));
    draft.journal(new AttemptSucceeded(attempt.id()));
  }

  /** A person's word gives no dataset: what later stages read must be known already. */
  private static Optional<Refused> outputsKnown(Execution state, Attempt attempt) {
    List<String> unknown =
        state.plan().stages().stream()
            .filter(stage -> !stage.name().equals(attempt.id().stage()))
            .flatMap(stage -> stage.steps().stream())
            .flatMap(step -> step.inputs().stream())
            .map(input -> input.step())
            .filter(step -> state.steps().containsKey(step))
            .filter(step -> state.steps().get(step).stage().equals(attempt.id().stage()))
            .filter(step -> !state.steps().get(step).finished())
            .distinct()
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Refusal.CONFLICT,
                "OUTPUT_UNKNOWN",
                "Later stages read the output of "
                    + String.join(", ", unknown)
                    + ", which nobody knows.",
                "Resolve it as retry."));
  }

  private static Refused ended(Execution.End end) {
    return new Refused(
        Refusal.CONFLICT,
        "EXECUTION_ENDED",
        "This run has ended: " + end.status() + ".",
        "An end is final; retry makes a new run of it.");
  }

  @Override
  public Execution evolve(Execution state, ExecutionEvent event, Instant at) {
    return ExecutionEvolution.evolve(state, event, at);
  }

  @Override
  public List<ExecutionEffect> pending(Execution state) {
    return Owed.by(state);
  }

  @Override
  public Optional<Instant> wakeAt(Execution state) {
    return Watchdog.next(state);
  }

  @Override
  public ExecutionCommand wake() {
    return new ExecutionCommand.Wake();
  }

  @Override
  public TenantId tenant(Execution state) {
    return state.pinned().tenant();
  }

  @Override
  public boolean settled(Execution state) {
    return state.end().filter(Execution.End::settled).isPresent();
  }
}
