package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineEffect.AnswerExecute;
import ai.matih.pipelines.pipeline.PipelineEffect.ConfirmEnd;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionStartNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineActivated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineArchived;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineDeleted;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelinePaused;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.RequestNoted;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The life of a pipeline (design sections 2 and 3), pure. */
public final class PipelineLifecycle
    implements Lifecycle<Pipeline, PipelineCommand, PipelineEvent, PipelineEffect, PipelineReply> {

  /** How long a run may take to say that it started before it is told again. */
  static final Duration START = Duration.ofSeconds(5);

  /** Starts told again at one wake-up, of which there is one every two seconds then. */
  static final int MOST_AGAIN = 50;

  @Override
  public Pipeline empty() {
    return Pipeline.NONE;
  }

  @Override
  public Decision<PipelineEvent, PipelineEffect, PipelineReply> decide(
      Pipeline state, PipelineCommand command, Moment moment) {
    Instant now = moment.now();
    return switch (command) {
      case PipelineCommand.ExecutionStarted started -> started(state, started);
      case PipelineCommand.ExecutionEnded ended -> ended(state, ended, now);
      case PipelineCommand.IntervalPrepared prepared ->
          ScheduledRuns.prepared(state, prepared, now);
      case PipelineCommand.BackfillPrepared prepared -> BackfillRuns.prepared(state, prepared, now);
      case PipelineCommand.DatasetLoaded loaded -> Triggering.loaded(state, loaded, now);
      case PipelineCommand.Look look -> Triggering.look(state, look);
      case PipelineCommand.Looked looked -> Triggering.looked(state, looked, now);
      case PipelineCommand.FiringPrepared prepared -> TriggeredRuns.prepared(state, prepared, now);
      case PipelineCommand.Wake ignored -> wake(state, now);
      case PipelineCommand.ByPerson asked ->
          Permissions.refuse(state, asked, now)
              .<Decision<PipelineEvent, PipelineEffect, PipelineReply>>map(Decision::reply)
              .orElseGet(() -> asked(state, asked, now));
    };
  }

  /**
   * That a run has started is in its own journal: whoever asked for it can be told, and after a
   * crash Start is repeated and answered again. Of a run that ends soon only the end is noted.
   */
  @Override
  public boolean unhurried(PipelineCommand command) {
    return command instanceof PipelineCommand.ExecutionStarted;
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> asked(
      Pipeline state, PipelineCommand.ByPerson asked, Instant now) {
    Optional<Decision<PipelineEvent, PipelineEffect, PipelineReply>> before =
        answeredBefore(state, asked, now);
    if (before.isPresent()) {
      return before.get();
    }
    return switch (asked) {
      case PipelineCommand.Read ignored -> Decision.reply(new PipelineReply.View(state));
      case PipelineCommand.Create create -> Revisions.create(state, create, now);
      case PipelineCommand.Update update -> Revisions.update(state, update, now);
      case PipelineCommand.RollBack rollBack -> Revisions.rollBack(state, rollBack, now);
      case PipelineCommand.Activate activate ->
          move(
              state,
              PipelineStatus.ACTIVE,
              new PipelineActivated(activate.idempotency()),
              activate.idempotency(),
              now);
      case PipelineCommand.Pause pause ->
          move(
              state,
              PipelineStatus.PAUSED,
              new PipelinePaused(pause.idempotency()),
              pause.idempotency(),
              now);
      case PipelineCommand.Resume resume ->
          move(
              state,
              PipelineStatus.ACTIVE,
              new PipelineResumed(resume.idempotency()),
              resume.idempotency(),
              now);
      case PipelineCommand.Archive archive ->
          move(
              state,
              PipelineStatus.ARCHIVED,
              new PipelineArchived(archive.idempotency()),
              archive.idempotency(),
              now);
      case PipelineCommand.Delete delete -> delete(state, delete, now);
      case PipelineCommand.Execute execute -> Tickets.execute(state, execute, now);
      case PipelineCommand.Retry retry -> Tickets.retry(state, retry, now);
      case PipelineCommand.ChangeTrigger change -> Triggering.change(state, change, now);
      case PipelineCommand.Called called -> Calls.called(state, called, now);
      case PipelineCommand.StartBackfill start -> Backfills.start(state, start, now);
      case PipelineCommand.ChangeBackfill change -> Backfills.change(state, change, now);
    };
  }

  /** The same key: the same answer, or a refusal if it comes with another body. */
  private static Optional<Decision<PipelineEvent, PipelineEffect, PipelineReply>> answeredBefore(
      Pipeline state, PipelineCommand.ByPerson asked, Instant now) {
    return state
        .memory()
        .of(asked.idempotency(), now)
        .map(
            answer -> {
              if (!answer.bodyHash().equals(asked.idempotency().bodyHash())) {
                return Decision.reply(
                    new Refused(
                        Refusal.CONFLICT,
                        "IDEMPOTENCY_KEY_REUSED",
                        "This idempotency key came with another request less than 24 hours ago.",
                        "Use a new key for a new request."));
              }
              return answer
                  .execution()
                  .map(ticket -> Tickets.again(state, ticket))
                  .orElseGet(
                      () -> Decision.reply(new PipelineReply.Accepted(state, answer.changed())));
            });
  }

  /** A change, with what the schedule makes of it; {@code evolve} gives the answer. */
  static Decision<PipelineEvent, PipelineEffect, PipelineReply> change(
      Pipeline state, PipelineEvent event, Instant now) {
    if (PipelineTable.ROWS.row(state.status(), event).isEmpty()) {
      return Decision.reply(Permissions.notIn(state.status()));
    }
    List<PipelineEvent> events = new ArrayList<>(Driving.before(state, event, now));
    events.addAll(Backfills.before(state, event));
    events.add(event);
    Pipeline changed = Driving.after(state, events, now);
    List<PipelineEvent> behind = new ArrayList<>(Driving.behind(changed));
    behind.addAll(Backfills.settled(changed));
    behind.addAll(Triggering.behind(changed, now));
    events.addAll(behind);
    Pipeline then = Driving.after(changed, behind, now);
    return new Decision<>(events, owed(then), Optional.of(new PipelineReply.Accepted(then, true)));
  }

  /** What was asked for is so already; only a key has to be remembered. */
  static Decision<PipelineEvent, PipelineEffect, PipelineReply> unchanged(
      Pipeline state, Idempotency idempotency) {
    return new Decision<>(
        idempotency.key().isPresent() ? List.of(new RequestNoted(idempotency)) : List.of(),
        List.of(),
        Optional.of(new PipelineReply.Accepted(state, false)));
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> move(
      Pipeline state,
      PipelineStatus to,
      PipelineEvent event,
      Idempotency idempotency,
      Instant now) {
    return state.status() == to ? unchanged(state, idempotency) : change(state, event, now);
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> delete(
      Pipeline state, PipelineCommand.Delete delete, Instant now) {
    if (state.inFlight() > 0) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "RUNS_IN_FLIGHT",
              state.inFlight() + " run(s) of this pipeline have not ended.",
              "Cancel them or wait for their end, then delete it."));
    }
    return change(state, new PipelineDeleted(delete.idempotency()), now);
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> started(
      Pipeline state, PipelineCommand.ExecutionStarted started) {
    Ticket ticket = state.starting().get(started.execution());
    return ticket == null || !ticket.submittedAt().equals(started.ticket())
        ? Decision.nothing()
        : new Decision<>(
            List.of(new ExecutionStartNoted(started.execution())),
            List.of(new AnswerExecute(ticket.receipt())),
            Optional.empty());
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> ended(
      Pipeline state, PipelineCommand.ExecutionEnded ended, Instant now) {
    List<PipelineEffect> effects = new ArrayList<>();
    effects.add(new ConfirmEnd(ended.execution(), ended.round()));
    if (state.ticket(ended.execution()).isEmpty()) {
      return new Decision<>(proofOfBeingCurrent(state), effects, Optional.empty());
    }
    Optional.ofNullable(state.starting().get(ended.execution()))
        .ifPresent(ticket -> effects.add(new AnswerExecute(ticket.receipt())));
    List<PipelineEvent> events = new ArrayList<>(2);
    events.add(
        new ExecutionEndNoted(
            ended.execution(),
            ended.status(),
            ended.rows(),
            ended.bytes(),
            ended.durationMillis(),
            ended.cost()));
    if (!state.timetable().waiting().isEmpty()
        || !state.backfills().isEmpty()
        || !state.triggers().waiting().isEmpty()) {
      Pipeline then = Driving.after(state, events, now);
      events.addAll(Backfills.settled(then));
      effects.addAll(owed(Driving.after(then, Backfills.settled(then), now)));
    }
    return new Decision<>(events, effects, Optional.empty());
  }

  /**
   * That there is no such ticket can be said only by who knows the whole journal, and who does not
   * cannot write: else a node that was taken for dead while the ticket was made would have the run
   * forget its end, and the ticket would stay. A pipeline that is not there, or was deleted, has no
   * run whose ticket could have been missed.
   */
  private static List<PipelineEvent> proofOfBeingCurrent(Pipeline state) {
    PipelineEvent nothing = new RequestNoted(Idempotency.NONE);
    return PipelineTable.ROWS.row(state.status(), nothing).isPresent()
        ? List.of(nothing)
        : List.of();
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> wake(
      Pipeline state, Instant now) {
    List<PipelineEvent> due = new ArrayList<>(Driving.due(state, now));
    due.addAll(Backfills.settled(state));
    due.addAll(Triggering.behind(Driving.after(state, due, now), now));
    List<PipelineEffect> effects = new ArrayList<>(overdue(state, now));
    effects.addAll(owed(Driving.after(state, due, now)));
    return new Decision<>(due, effects, Optional.empty());
  }

  /** What schedule, backfills and triggers ask of the outside; the same until it is done. */
  static List<PipelineEffect> owed(Pipeline state) {
    List<PipelineEffect> all = new ArrayList<>(Driving.owed(state));
    all.addAll(Backfills.owed(state));
    all.addAll(Triggering.owed(state));
    return all;
  }

  /**
   * Some of the starts that nobody has noted in time, each wake-up others: where none is noted in
   * time there is too much to do, and telling all of them again would add to it.
   */
  private static List<PipelineEffect> overdue(Pipeline state, Instant now) {
    List<ExecutionSpec> late =
        state.starting().values().stream()
            .takeWhile(ticket -> !ticket.submittedAt().plus(START).isAfter(now))
            .flatMap(ticket -> ticket.spec().stream())
            .toList();
    int first =
        late.size() <= MOST_AGAIN
            ? 0
            : new SplittableRandom(now.toEpochMilli()).nextInt(late.size());
    return Stream.concat(late.stream().skip(first), late.stream().limit(first))
        .limit(MOST_AGAIN)
        .<PipelineEffect>map(StartExecution::new)
        .toList();
  }

  @Override
  public Pipeline evolve(Pipeline state, PipelineEvent event, Instant at) {
    return PipelineEvolution.evolve(state, event, at);
  }

  @Override
  public PipelineReply brief(PipelineReply reply) {
    return switch (reply) {
      case PipelineReply.View view -> new PipelineReply.View(view.pipeline().seen());
      case PipelineReply.Accepted accepted ->
          new PipelineReply.Accepted(accepted.pipeline().seen(), accepted.changed());
      case PipelineReply.Ticketed ticketed -> ticketed;
      case PipelineReply.Met met -> met;
      case PipelineReply.Noted noted -> noted;
      case PipelineReply.Gone gone -> gone;
      case PipelineReply.NotFound none -> none;
      case Refused refused -> refused;
    };
  }

  @Override
  public List<PipelineEffect> pending(Pipeline state) {
    return Stream.concat(
            state.starting().values().stream()
                .flatMap(ticket -> ticket.spec().stream())
                .map(StartExecution::new),
            owed(state).stream())
        .toList();
  }

  @Override
  public Optional<Instant> wakeAt(Pipeline state) {
    return Stream.concat(
            state.starting().values().stream()
                .limit(1)
                .map(ticket -> ticket.submittedAt().plus(START)),
            Stream.of(Driving.wakeAt(state), Backfills.wakeAt(state), Triggering.wakeAt(state))
                .flatMap(Optional::stream))
        .min(Instant::compareTo);
  }

  @Override
  public PipelineCommand wake() {
    return new PipelineCommand.Wake();
  }

  @Override
  public TenantId tenant(Pipeline state) {
    return state.tenant().orElseThrow();
  }

  @Override
  public boolean settled(Pipeline state) {
    return state.status().terminal();
  }
}
