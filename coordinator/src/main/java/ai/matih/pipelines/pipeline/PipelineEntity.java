package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.admission.AdmissionMessage;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.entity.EventSourcedEntity;
import ai.matih.pipelines.entity.Outside;
import ai.matih.pipelines.entity.Site;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.SlotsAhead;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * The actor of one pipeline: {@link PipelineLifecycle} with a journal. Beside the state it only
 * keeps who waits for a run to be started; they ask again if they are forgotten.
 */
public final class PipelineEntity
    implements Outside<Pipeline, PipelineCommand, PipelineEffect, PipelineReply> {

  /** The kind in persistence ids: {@code pipeline|<pipelineId>}. */
  public static final String KIND = "pipeline";

  /**
   * Events between snapshots. A snapshot of a pipeline holds all its runs in flight, so many of a
   * busy one would cost more than its runs; to replay a thousand events takes a moment.
   */
  private static final int SNAPSHOT_EVERY = 1_000;

  private final BiConsumer<ExecutionId, ExecutionCommand> toExecution;
  private final BiConsumer<String, AdmissionMessage> toAdmission;
  private final Supplier<IntervalPreparation> preparation;
  private final Supplier<Looking> looking;
  private final String pipeline;
  private final Map<ExecutionId, List<ActorRef<PipelineReply>>> waiting = new HashMap<>();

  private PipelineEntity(
      BiConsumer<ExecutionId, ExecutionCommand> toExecution,
      BiConsumer<String, AdmissionMessage> toAdmission,
      Supplier<IntervalPreparation> preparation,
      Supplier<Looking> looking,
      String pipeline) {
    this.toExecution = toExecution;
    this.toAdmission = toAdmission;
    this.preparation = preparation;
    this.looking = looking;
    this.pipeline = pipeline;
  }

  /**
   * The behavior of the pipeline {@code entityId}.
   *
   * @param toExecution tells a run something; must not block
   * @param toAdmission tells the admission of an engine instance something; must not block
   * @param preparation prepares the runs of its schedule, backfills and triggers
   * @param looking looks whether its triggers find something
   */
  public static Behavior<EntityMessage<PipelineCommand, PipelineReply>> behavior(
      String entityId,
      BiConsumer<ExecutionId, ExecutionCommand> toExecution,
      BiConsumer<String, AdmissionMessage> toAdmission,
      Supplier<IntervalPreparation> preparation,
      Supplier<Looking> looking,
      Site site) {
    return EventSourcedEntity.behavior(
        PersistenceId.of(KIND, entityId),
        new PipelineLifecycle(),
        context -> new PipelineEntity(toExecution, toAdmission, preparation, looking, entityId),
        site,
        new EventSourcedEntity.Keeping(SNAPSHOT_EVERY, Optional.empty()));
  }

  @Override
  public void run(Pipeline state, PipelineEffect effect) {
    switch (effect) {
      case PipelineEffect.StartExecution start -> {
        toExecution.accept(start.spec().id(), new ExecutionCommand.Start(start.spec()));
        SlotsAhead.of(start.spec()).forEach(ask -> askAhead(start.spec(), ask));
      }
      case PipelineEffect.ConfirmEnd confirm ->
          toExecution.accept(confirm.execution(), new ExecutionCommand.EndNoted(confirm.round()));
      case PipelineEffect.PrepareInterval prepare ->
          preparation.get().prepare(state, prepare.interval());
      case PipelineEffect.PrepareFiring prepare ->
          preparation.get().prepare(state, prepare.firing());
      case PipelineEffect.LookFor look ->
          looking.get().look(state.id().orElseThrow(), state.tenant().orElseThrow(), look);
      case PipelineEffect.LookNoMore none -> looking.get().noMore(pipeline, none.trigger());
      case PipelineEffect.StopExecution stop ->
          toExecution.accept(stop.execution(), stopped(state, stop));
      case PipelineEffect.PrepareBackfill prepare ->
          preparation.get().prepare(state, prepare.backfill(), prepare.interval());
      case PipelineEffect.StopBackfillRun stop ->
          toExecution.accept(
              stop.execution(),
              new ExecutionCommand.Cancel(system(state, "backfill"), stop.reason()));
      case PipelineEffect.AnswerExecute answer -> answerWaiting(answer.reply());
    }
  }

  private void askAhead(ExecutionSpec spec, ExecutionEffect.AskSlot ask) {
    toAdmission.accept(
        ask.instance(),
        new AdmissionMessage.Ask(ask.attempt(), spec.tenant(), ask.priority(), ask.waitingSince()));
  }

  private static ExecutionCommand stopped(Pipeline state, PipelineEffect.StopExecution stop) {
    Principal schedule = system(state, ScheduledRuns.STARTER);
    String reason = "a later run of the schedule or a trigger takes its place";
    return stop.abandon()
        ? new ExecutionCommand.Abandon(schedule, reason)
        : new ExecutionCommand.Cancel(schedule, reason);
  }

  private static Principal system(Pipeline state, String name) {
    return new Principal(state.tenant().orElseThrow(), name, Set.of(), Set.of("pipelines:*"));
  }

  @Override
  public void deferred(PipelineCommand command, ActorRef<PipelineReply> replyTo) {
    switch (command) {
      case PipelineCommand.Execute execute -> await(execute.execution(), replyTo);
      case PipelineCommand.Retry retry -> await(retry.execution(), replyTo);
      case PipelineCommand.ChangeTrigger ignored -> {}
      case PipelineCommand.Called called -> await(called.execution(), replyTo);
      case PipelineCommand.Create ignored -> {}
      case PipelineCommand.Update ignored -> {}
      case PipelineCommand.RollBack ignored -> {}
      case PipelineCommand.Activate ignored -> {}
      case PipelineCommand.Pause ignored -> {}
      case PipelineCommand.Resume ignored -> {}
      case PipelineCommand.Archive ignored -> {}
      case PipelineCommand.Delete ignored -> {}
      case PipelineCommand.StartBackfill ignored -> {}
      case PipelineCommand.ChangeBackfill ignored -> {}
      case PipelineCommand.BackfillPrepared ignored -> {}
      case PipelineCommand.IntervalPrepared ignored -> {}
      case PipelineCommand.DatasetLoaded ignored -> {}
      case PipelineCommand.Look ignored -> {}
      case PipelineCommand.Looked ignored -> {}
      case PipelineCommand.FiringPrepared ignored -> {}
      case PipelineCommand.ExecutionStarted ignored -> {}
      case PipelineCommand.ExecutionEnded ignored -> {}
      case PipelineCommand.Read ignored -> {}
      case PipelineCommand.Wake ignored -> {}
    }
  }

  private void await(ExecutionId execution, ActorRef<PipelineReply> replyTo) {
    waiting.computeIfAbsent(execution, ignored -> new ArrayList<>(1)).add(replyTo);
  }

  private void answerWaiting(PipelineReply.Ticketed reply) {
    List<ActorRef<PipelineReply>> callers = waiting.remove(reply.execution());
    if (callers != null) {
      callers.forEach(caller -> caller.tell(reply));
    }
  }
}
