package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEvent;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionStartNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalDue;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineActivated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineArchived;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineCreated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineDeleted;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelinePaused;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineRolledBack;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineUpdated;
import ai.matih.pipelines.pipeline.PipelineEvent.RequestNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerEvent;
import ai.matih.pipelines.schedule.Timetable;
import java.time.Instant;
import java.util.Optional;

/** What each event does to the state. Total: an event that means nothing here changes nothing. */
final class PipelineEvolution {
  private PipelineEvolution() {}

  static Pipeline evolve(Pipeline state, PipelineEvent event, Instant at) {
    return TriggerEvolution.of(
        BackfillEvolution.of(timed(state, change(state, event, at), event, at), event, at),
        event,
        at);
  }

  /** The timetable after {@code event}. */
  private static Pipeline timed(Pipeline before, Pipeline after, PipelineEvent event, Instant at) {
    return switch (event) {
      case IntervalDue due -> after.with(after.timetable().with(due.interval(), after.dueTimes()));
      case IntervalsSkipped skipped ->
          after.with(after.timetable().with(skipped.skip(), after.dueTimes()));
      case ExecutionTicketed ticketed ->
          ticketed
              .spec()
              .interval()
              .filter(interval -> ticketed.spec().scheduled())
              .map(
                  interval ->
                      after.with(
                          after.timetable().without(interval.generation(), interval.nominal())))
              .orElse(after);
      case ExecutionStartNoted ignored -> after;
      case ExecutionEndNoted ignored -> after;
      case RequestNoted ignored -> after;
      case BackfillEvent ignored -> after;
      case TriggerEvent ignored -> after;
      case PipelineCreated ignored -> reviewed(before, after, at);
      case PipelineUpdated ignored -> reviewed(before, after, at);
      case PipelineRolledBack ignored -> reviewed(before, after, at);
      case PipelineActivated ignored -> reviewed(before, after, at);
      case PipelinePaused ignored -> reviewed(before, after, at);
      case PipelineResumed ignored -> reviewed(before, after, at);
      case PipelineArchived ignored -> reviewed(before, after, at);
      case PipelineDeleted ignored -> reviewed(before, after, at);
    };
  }

  /** Status or schedule may have changed. */
  private static Pipeline reviewed(Pipeline before, Pipeline after, Instant at) {
    boolean changed = !after.schedule().equals(before.schedule());
    boolean active = after.status() == PipelineStatus.ACTIVE;
    if (!changed && active == (before.status() == PipelineStatus.ACTIVE)) {
      return after;
    }
    Timetable next = changed ? after.timetable().changed() : after.timetable();
    return after.with(active ? next.driven(at, after.dueTimes()) : next.resting());
  }

  private static Pipeline change(Pipeline state, PipelineEvent event, Instant at) {
    Pipeline moved = state.in(PipelineTable.ROWS.next(state.status(), event), at);
    return switch (event) {
      case PipelineCreated created ->
          changed(moved.created(created, at), created.idempotency(), at);
      case PipelineUpdated updated ->
          changed(
              moved.with(Optional.of(updated.description()), updated.revision(), at),
              updated.idempotency(),
              at);
      case PipelineRolledBack back ->
          changed(moved.with(moved.description(), back.revision(), at), back.idempotency(), at);
      case PipelineActivated activated -> changed(moved, activated.idempotency(), at);
      case PipelinePaused paused -> changed(moved, paused.idempotency(), at);
      case PipelineResumed resumed -> changed(moved, resumed.idempotency(), at);
      case PipelineArchived archived -> changed(moved, archived.idempotency(), at);
      case PipelineDeleted deleted -> changed(moved, deleted.idempotency(), at);
      case RequestNoted noted ->
          moved.with(moved.memory().with(noted.idempotency(), Optional.empty(), false, at));
      case ExecutionTicketed ticketed -> {
        Ticket ticket = Ticket.of(ticketed.spec());
        yield moved
            .promised(ticket)
            .with(moved.memory().with(ticketed.idempotency(), Optional.of(ticket), true, at));
      }
      case BackfillEvent asked -> changed(moved, asked.idempotency(), at);
      case IntervalDue ignored -> moved;
      case IntervalsSkipped ignored -> moved;
      case TriggerEvent seen -> changed(moved, seen.idempotency(), at);
      case ExecutionStartNoted started -> moved.started(started.execution());
      case ExecutionEndNoted ended -> moved.ended(ended, at);
    };
  }

  private static Pipeline changed(Pipeline state, Idempotency idempotency, Instant at) {
    return state.with(state.memory().with(idempotency, Optional.empty(), true, at));
  }
}
