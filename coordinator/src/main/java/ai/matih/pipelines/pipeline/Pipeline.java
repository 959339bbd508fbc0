package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.cost.Ledger;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.entity.Sharing;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DueTimes;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Timetable;
import ai.matih.pipelines.trigger.TriggerBook;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of a pipeline: what its journal comes to. Immutable.
 *
 * @param revisions all of them, from 1; the last one is live
 * @param starting tickets whose run has not yet said that it started, oldest first
 * @param running tickets whose run has started and not ended, oldest first
 * @param memory of idempotency keys
 * @param recent the last succeeded runs, oldest first
 * @param lastSucceeded when the last succeeded run was submitted
 * @param ledger what its runs cost, whether it has a budget or not
 * @param timetable how far its schedule has been driven
 * @param backfills those that go on, and the last ones that have ended, oldest first
 * @param triggers what they have seen, and what waits for its run
 * @param counted runs in flight whose tickets were left out, see {@link #seen}; else 0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Pipeline(
    Optional<PipelineId> id,
    Optional<TenantId> tenant,
    PipelineStatus status,
    Optional<Description> description,
    List<Revision> revisions,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    Map<ExecutionId, Ticket> starting,
    Map<ExecutionId, Ticket> running,
    Memory memory,
    List<RunFigures> recent,
    Optional<Instant> lastSucceeded,
    Ledger ledger,
    Timetable timetable,
    List<Backfill> backfills,
    TriggerBook triggers,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int counted) {

  private static final int RECENT = 20;

  /** The pipeline before its creation. */
  public static final Pipeline NONE =
      new Pipeline(
          Optional.empty(),
          Optional.empty(),
          PipelineStatus.NEW,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          Memory.EMPTY,
          List.of(),
          Optional.empty(),
          Ledger.EMPTY,
          Timetable.NONE,
          List.of(),
          TriggerBook.EMPTY,
          0);

  public Pipeline {
    revisions = revisions == null ? List.of() : List.copyOf(revisions);
    starting = Sharing.of(starting);
    running = Sharing.of(running);
    memory = memory == null ? Memory.EMPTY : memory;
    recent = recent == null ? List.of() : List.copyOf(recent);
    ledger = ledger == null ? Ledger.EMPTY : ledger;
    timetable = timetable == null ? begun(id, status, revisions, updatedAt) : timetable;
    backfills = backfills == null ? List.of() : List.copyOf(backfills);
    triggers = triggers == null ? TriggerBook.EMPTY : triggers;
  }

  /** The live revision; throws NoSuchElementException before the creation. */
  public Revision live() {
    return revisions.getLast();
  }

  /** The revision of this number, if there is one. */
  public Optional<Revision> revision(int number) {
    return number >= 1 && number <= revisions.size()
        ? Optional.of(revisions.get(number - 1))
        : Optional.empty();
  }

  /** The ticket of a run that has not ended. */
  public Optional<Ticket> ticket(ExecutionId execution) {
    return Optional.ofNullable(starting.get(execution))
        .or(() -> Optional.ofNullable(running.get(execution)));
  }

  /** How many runs are promised and have not ended. */
  public int inFlight() {
    return starting.size() + running.size() + counted;
  }

  /**
   * The state without what only the pipeline itself needs: an answer to another node would else be
   * as large as all the tickets in flight and the remembered keys.
   */
  Pipeline seen() {
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        Map.of(),
        Map.of(),
        Memory.EMPTY,
        recent,
        lastSucceeded,
        ledger,
        timetable,
        backfills,
        triggers,
        inFlight());
  }

  /** The live schedule, if there is one. */
  public Optional<Schedule> schedule() {
    return schedule(revisions);
  }

  private static Optional<Schedule> schedule(List<Revision> revisions) {
    return revisions.isEmpty()
        ? Optional.empty()
        : revisions.getLast().definition().orchestration().schedule();
  }

  /** When the live schedule is due; parsing it is costly. */
  public Optional<DueTimes> dueTimes() {
    return schedule().map(schedule -> new DueTimes(schedule, id.orElseThrow().value()));
  }

  /** Runs in flight that the schedule or a trigger of the node asked for, oldest first. */
  public List<Ticket> automaticRuns() {
    return Stream.concat(running.values().stream(), starting.values().stream())
        .filter(Ticket::automatic)
        .toList();
  }

  /** The live triggers that the node drives, by name. */
  public Map<String, Trigger.Driven> drivenTriggers() {
    return revisions.isEmpty()
        ? Map.of()
        : Trigger.driven(live().definition().orchestration().triggers());
  }

  Pipeline with(TriggerBook next) {
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        starting,
        running,
        memory,
        recent,
        lastSucceeded,
        ledger,
        timetable,
        backfills,
        next,
        counted);
  }

  /** A snapshot of 0.1 knows no timetable: the schedule counts from the last change on. */
  private static Timetable begun(
      Optional<PipelineId> id,
      PipelineStatus status,
      List<Revision> revisions,
      Optional<Instant> updatedAt) {
    Optional<Schedule> schedule = schedule(revisions);
    if (schedule.isEmpty()) {
      return Timetable.NONE;
    }
    Timetable first = Timetable.NONE.changed();
    return status == PipelineStatus.ACTIVE
        ? first.driven(
            updatedAt.orElseThrow(),
            schedule.map(one -> new DueTimes(one, id.orElseThrow().value())))
        : first;
  }

  Pipeline with(Timetable next) {
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        starting,
        running,
        memory,
        recent,
        lastSucceeded,
        ledger,
        next,
        backfills,
        triggers,
        counted);
  }

  /** The backfill of this id, if it is one of those that are kept. */
  public Optional<Backfill> backfill(BackfillId wanted) {
    return backfills.stream().filter(one -> one.id().equals(wanted)).findFirst();
  }

  Pipeline withBackfills(List<Backfill> next) {
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        starting,
        running,
        memory,
        recent,
        lastSucceeded,
        ledger,
        timetable,
        next,
        triggers,
        counted);
  }

  Pipeline created(PipelineEvent.PipelineCreated event, Instant at) {
    return new Pipeline(
        Optional.of(event.id()),
        Optional.of(event.tenant()),
        status,
        Optional.of(event.description()),
        List.of(event.revision()),
        Optional.of(at),
        Optional.of(at),
        starting,
        running,
        memory,
        recent,
        lastSucceeded,
        ledger,
        timetable,
        backfills,
        triggers,
        counted);
  }

  Pipeline in(PipelineStatus next, Instant at) {
    return next == status
        ? this
        : copy(next, description, revisions, Optional.of(at), starting, running, memory);
  }

  /** {@code revision} replaces the live one if it has its number, and follows it otherwise. */
  Pipeline with(Optional<Description> described, Revision revision, Instant at) {
    List<Revision> all = new ArrayList<>(revisions);
    if (revision.number() == all.size()) {
      all.removeLast();
    }
    all.add(revision);
    return copy(status, described, all, Optional.of(at), starting, running, memory);
  }

  Pipeline with(Memory next) {
    return copy(status, description, revisions, updatedAt, starting, running, next);
  }

  Pipeline promised(Ticket ticket) {
    return copy(
        status,
        description,
        revisions,
        updatedAt,
        Sharing.plus(starting, ticket.execution(), ticket),
        running,
        memory,
        ledger.reserve(ticket.submittedAt(), ticket.reserved()));
  }

  Pipeline started(ExecutionId execution) {
    Ticket ticket = starting.get(execution);
    return ticket == null
        ? this
        : copy(
            status,
            description,
            revisions,
            updatedAt,
            Sharing.minus(starting, execution),
            Sharing.plus(running, execution, ticket.started()),
            memory);
  }

  Pipeline ended(ExecutionEndNoted event, Instant at) {
    Optional<Ticket> ticket = ticket(event.execution());
    if (ticket.isEmpty()) {
      return this;
    }
    boolean succeeded = event.status() == ExecutionStatus.SUCCEEDED;
    List<RunFigures> figures = new ArrayList<>(recent);
    if (succeeded) {
      figures.add(
          new RunFigures(
              ticket.get().revision(),
              event.rows(),
              event.bytes(),
              event.durationMillis(),
              at,
              event.cost()));
    }
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        Sharing.minus(starting, event.execution()),
        Sharing.minus(running, event.execution()),
        memory,
        figures.size() > RECENT ? figures.subList(1, figures.size()) : figures,
        succeeded && !ticket.get().backfill() && !backfills(event.execution())
            ? Optional.of(ticket.get().submittedAt())
            : lastSucceeded,
        ledger.settle(
            ticket.get().submittedAt(),
            ticket.get().reserved(),
            event.cost().orElse(ticket.get().reserved())),
        timetable,
        backfills,
        triggers,
        counted);
  }

  /** A ticket that a snapshot of an earlier release kept does not say so itself. */
  private boolean backfills(ExecutionId execution) {
    return backfills.stream().anyMatch(one -> one.running().containsValue(execution));
  }

  private Pipeline copy(
      PipelineStatus status,
      Optional<Description> description,
      List<Revision> revisions,
      Optional<Instant> updatedAt,
      Map<ExecutionId, Ticket> starting,
      Map<ExecutionId, Ticket> running,
      Memory memory) {
    return copy(status, description, revisions, updatedAt, starting, running, memory, ledger);
  }

  private Pipeline copy(
      PipelineStatus status,
      Optional<Description> description,
      List<Revision> revisions,
      Optional<Instant> updatedAt,
      Map<ExecutionId, Ticket> starting,
      Map<ExecutionId, Ticket> running,
      Memory memory,
      Ledger ledger) {
    return new Pipeline(
        id,
        tenant,
        status,
        description,
        revisions,
        createdAt,
        updatedAt,
        starting,
        running,
        memory,
        recent,
        lastSucceeded,
        ledger,
        timetable,
        backfills,
        triggers,
        counted);
  }
}
