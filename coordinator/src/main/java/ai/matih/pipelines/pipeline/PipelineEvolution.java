package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionEndNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionStartNoted;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineActivated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineArchived;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineCreated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineDeleted;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelinePaused;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineRolledBack;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineUpdated;
import ai.matih.pipelines.pipeline.PipelineEvent.RequestNoted;
import java.time.Instant;
import java.util.Optional;

/** What each event does to the state. Total: an event that means nothing here changes nothing. */
final class PipelineEvolution {
  private PipelineEvolution() {}

  static Pipeline evolve(Pipeline state, PipelineEvent event, Instant at) {
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
      case ExecutionStartNoted started -> moved.started(started.execution());
      case ExecutionEndNoted ended -> moved.ended(ended, at);
    };
  }

  private static Pipeline changed(Pipeline state, Idempotency idempotency, Instant at) {
    return state.with(state.memory().with(idempotency, Optional.empty(), true, at));
  }
}
