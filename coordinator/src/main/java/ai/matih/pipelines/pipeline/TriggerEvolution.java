package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.pipeline.PipelineEvent.DatasetArrived;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerEvent;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerLooked;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggersDriven;
import ai.matih.pipelines.trigger.TriggerBook;
import java.time.Instant;

/** What each event does to what the triggers have seen. */
final class TriggerEvolution {
  private TriggerEvolution() {}

  static Pipeline of(Pipeline state, PipelineEvent event, Instant at) {
    TriggerBook book = state.triggers();
    if (event instanceof TriggerEvent seen) {
      return state.with(seen(book, seen, at));
    }
    if (event instanceof PipelineEvent.PipelineUpdated
        || event instanceof PipelineEvent.PipelineRolledBack) {
      return book.paused().isEmpty()
          ? state
          : state.with(book.resumedBut(state.drivenTriggers().keySet()));
    }
    return event instanceof ExecutionTicketed ticketed
            && ticketed.spec().resumeOf().isEmpty()
            && ticketed.spec().origin().orElse(null) instanceof RunOrigin.OfTrigger of
        ? state.with(book.without(of.trigger(), of.key()))
        : state;
  }

  private static TriggerBook seen(TriggerBook book, TriggerEvent event, Instant at) {
    return switch (event) {
      case TriggersDriven driven -> book.watching(driven.watches(), at);
      case DatasetArrived arrived ->
          book.sight(arrived.trigger())
              .map(sight -> sight.with(arrived.arrival(), arrived.place()))
              .map(sight -> book.with(arrived.trigger(), sight))
              .orElse(book);
      case TriggerLooked looked ->
          book.sight(looked.trigger())
              .map(
                  sight ->
                      sight.looked(
                          looked.position(), looked.seen(), looked.gone(), looked.problem(), at))
              .map(sight -> book.with(looked.trigger(), sight))
              .orElse(book);
      case TriggerFired fired -> book.fired(fired.firing(), at);
      case TriggerPaused paused -> book.paused(paused.trigger(), at);
      case TriggerResumed resumed -> book.resumed(resumed.trigger());
      case FiringMissed missed -> book.missed(missed.missed());
    };
  }
}
