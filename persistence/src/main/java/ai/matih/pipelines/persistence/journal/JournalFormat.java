package ai.matih.pipelines.persistence.journal;

import static ai.matih.pipelines.persistence.journal.EventFormat.of;

import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.trigger.Evidence;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every event type of the journal. To change an event's JSON, append a migration to its entry (the
 * version grows by itself) and record a journal of the new format beside the old ones. What is new
 * or changed says {@code since} the next {@link #level()}: until every node of a cluster has
 * reached that, it is not written.
 */
final class JournalFormat {
  /** Since level 4 a pipeline tells other nodes how many runs it has, and not which. */
  private static final int MESSAGES = 4;

  static final JournalFormat CURRENT =
      new JournalFormat(
          MESSAGES,
          List.of(
              of("pipeline-created", PipelineEvent.PipelineCreated.class)
                  .since(1, event -> triggering(((PipelineEvent.PipelineCreated) event).revision()))
                  .since(2, event -> queueing(((PipelineEvent.PipelineCreated) event).revision())),
              of("pipeline-updated", PipelineEvent.PipelineUpdated.class)
                  .since(1, event -> triggering(((PipelineEvent.PipelineUpdated) event).revision()))
                  .since(2, event -> queueing(((PipelineEvent.PipelineUpdated) event).revision())),
              of("pipeline-rolled-back", PipelineEvent.PipelineRolledBack.class)
                  .since(
                      1, event -> triggering(((PipelineEvent.PipelineRolledBack) event).revision()))
                  .since(
                      2, event -> queueing(((PipelineEvent.PipelineRolledBack) event).revision())),
              of("pipeline-activated", PipelineEvent.PipelineActivated.class),
              of("pipeline-paused", PipelineEvent.PipelinePaused.class),
              of("pipeline-resumed", PipelineEvent.PipelineResumed.class),
              of("pipeline-archived", PipelineEvent.PipelineArchived.class),
              of("pipeline-deleted", PipelineEvent.PipelineDeleted.class),
              of("request-noted", PipelineEvent.RequestNoted.class),
              of("execution-ticketed", PipelineEvent.ExecutionTicketed.class)
                  .since(
                      1,
                      event -> {
                        ExecutionSpec spec = ((PipelineEvent.ExecutionTicketed) event).spec();
                        return triggered(spec) || waiting(spec.plan());
                      })
                  .since(2, event -> called(((PipelineEvent.ExecutionTicketed) event).spec())),
              of("interval-due", PipelineEvent.IntervalDue.class),
              of("intervals-skipped", PipelineEvent.IntervalsSkipped.class),
              of("backfill-started", PipelineEvent.BackfillStarted.class),
              of("backfill-paused", PipelineEvent.BackfillPaused.class),
              of("backfill-resumed", PipelineEvent.BackfillResumed.class),
              of("backfill-cancel-requested", PipelineEvent.BackfillCancelRequested.class),
              of("backfill-retried", PipelineEvent.BackfillRetried.class),
              of("backfill-ended", PipelineEvent.BackfillEnded.class),
              of("triggers-driven", PipelineEvent.TriggersDriven.class).since(1),
              of("dataset-arrived", PipelineEvent.DatasetArrived.class).since(1),
              of("trigger-looked", PipelineEvent.TriggerLooked.class).since(1),
              of("trigger-fired", PipelineEvent.TriggerFired.class)
                  .since(1)
                  .since(
                      2,
                      event ->
                          ((PipelineEvent.TriggerFired) event).firing().evidence()
                              instanceof Evidence.Call),
              of("trigger-paused", PipelineEvent.TriggerPaused.class).since(3),
              of("trigger-resumed", PipelineEvent.TriggerResumed.class).since(3),
              of("firing-missed", PipelineEvent.FiringMissed.class).since(1),
              of("execution-start-noted", PipelineEvent.ExecutionStartNoted.class),
              of("execution-end-noted", PipelineEvent.ExecutionEndNoted.class),
              of("connection-saved", ConnectionEvent.ConnectionSaved.class),
              of("connection-deleted", ConnectionEvent.ConnectionDeleted.class),
              of("execution-started", ExecutionEvent.ExecutionStarted.class)
                  .since(
                      1,
                      event -> {
                        ExecutionSpec spec = ((ExecutionEvent.ExecutionStarted) event).spec();
                        return triggered(spec) || waiting(spec.plan());
                      })
                  .since(2, event -> called(((ExecutionEvent.ExecutionStarted) event).spec())),
              of("slot-asked", ExecutionEvent.SlotAsked.class),
              of("attempt-intended", ExecutionEvent.AttemptIntended.class),
              of("attempt-accepted", ExecutionEvent.AttemptAccepted.class),
              of("watch-raised", ExecutionEvent.WatchRaised.class),
              of("step-started", ExecutionEvent.StepStarted.class),
              of("step-advanced", ExecutionEvent.StepAdvanced.class),
              of("step-ended", ExecutionEvent.StepEnded.class),
              of("engine-lost", ExecutionEvent.EngineLost.class),
              of("engine-found", ExecutionEvent.EngineFound.class),
              of("attempt-forgotten", ExecutionEvent.AttemptForgotten.class),
              of("attempt-succeeded", ExecutionEvent.AttemptSucceeded.class),
              of("attempt-failed", ExecutionEvent.AttemptFailed.class),
              of("attempt-cancelled", ExecutionEvent.AttemptCancelled.class),
              of("attempt-fencing", ExecutionEvent.AttemptFencing.class),
              of("attempt-fenced", ExecutionEvent.AttemptFenced.class),
              of("retry-scheduled", ExecutionEvent.RetryScheduled.class),
              of("gate-opened", ExecutionEvent.GateOpened.class)
                  .since(
                      1, event -> ((ExecutionEvent.GateOpened) event).pokeInterval().isPresent()),
              of("sensor-troubled", ExecutionEvent.SensorTroubled.class).since(1),
              of("verdict-given", ExecutionEvent.VerdictGiven.class),
              of("gate-escalated", ExecutionEvent.GateEscalated.class),
              of("cancel-requested", ExecutionEvent.CancelRequested.class)
                  .since(
                      1,
                      event ->
                          ((ExecutionEvent.CancelRequested) event).why()
                              == ExecutionEvent.CancelReason.DATA_TIMEOUT),
              of("attempt-resolved", ExecutionEvent.AttemptResolved.class),
              of("sla-missed", ExecutionEvent.SlaMissed.class),
              of("execution-ended", ExecutionEvent.ExecutionEnded.class),
              of("end-settled", ExecutionEvent.EndSettled.class),
              of("end-owed", ExecutionEvent.EndOwed.class)));

  private final int messages;
  private final Map<String, EventFormat> byName;
  private final Map<Class<?>, EventFormat> byType;
  private final Map<EventFormat, ObjectReader> readers;

  /**
   * @param messages the level at which what nodes tell each other was changed last
   */
  JournalFormat(int messages, List<EventFormat> formats) {
    this.messages = messages;
    byName = formats.stream().collect(Collectors.toMap(EventFormat::name, Function.identity()));
    byType = formats.stream().collect(Collectors.toMap(EventFormat::type, Function.identity()));
    readers =
        formats.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), format -> Json.MAPPER.readerFor(format.type())));
  }

  /** The triggers and waits of a definition have fields that level 0 does not know. */
  private static boolean triggering(Revision revision) {
    return revision.definition().orchestration().triggers().stream()
            .anyMatch(one -> !(one instanceof Trigger.Webhook))
        || !revision.definition().orchestration().waitFor().isEmpty();
  }

  /** Level 1 knows no more of a webhook trigger than its name and connection. */
  private static boolean queueing(Revision revision) {
    return revision.definition().orchestration().triggers().stream()
        .anyMatch(
            one ->
                one instanceof Trigger.Webhook hook
                    && (hook.overlap().isPresent() || hook.maxConcurrent().isPresent()));
  }

  private static boolean called(ExecutionSpec spec) {
    return spec.origin()
        .filter(
            one -> one instanceof RunOrigin.OfTrigger of && of.evidence() instanceof Evidence.Call)
        .isPresent();
  }

  private static boolean waiting(Plan plan) {
    return plan.stages().stream()
        .flatMap(stage -> stage.gates().stream())
        .anyMatch(rule -> rule.waitFor().isPresent());
  }

  private static boolean triggered(ExecutionSpec spec) {
    return spec.origin().filter(RunOrigin.OfTrigger.class::isInstance).isPresent();
  }

  /** Reads events of this format. */
  ObjectReader reader(EventFormat format) {
    return readers.get(format);
  }

  /** The newest of all formats' levels, those of messages included. */
  int level() {
    return byName.values().stream().mapToInt(EventFormat::level).reduce(messages, Math::max);
  }

  EventFormat forType(Class<?> type) {
    var format = byType.get(type);
    if (format == null) {
      throw new IllegalArgumentException(
          type.getName() + " has no entry in JournalFormat, so it cannot be journaled");
    }
    return format;
  }

  /**
   * The format a manifest names. Throws {@link UnreadableRecord} if this release does not know it.
   */
  EventFormat named(String manifest) {
    int colon = manifest.lastIndexOf(':');
    var format = colon < 0 ? null : byName.get(manifest.substring(0, colon));
    if (format == null || version(manifest) > format.version()) {
      throw new UnreadableRecord(
          "The journal holds an event '%s' that this release does not know; a newer release wrote it. Run that release on this node."
              .formatted(manifest));
    }
    return format;
  }

  /** The version a manifest names. Throws {@link UnreadableRecord} if it names none. */
  static int version(String manifest) {
    try {
      int version = Integer.parseInt(manifest.substring(manifest.lastIndexOf(':') + 1));
      if (version >= 1) {
        return version;
      }
    } catch (NumberFormatException e) {
      // falls through: no number is as bad as a wrong one
    }
    throw new UnreadableRecord(
        "The journal holds an event with the odd manifest '" + manifest + "'");
  }
}
