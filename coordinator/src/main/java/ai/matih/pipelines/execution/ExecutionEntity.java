package ai.matih.pipelines.execution;

import ai.matih.pipelines.admission.AdmissionMessage;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.entity.EventSourcedEntity;
import ai.matih.pipelines.entity.Outside;
import ai.matih.pipelines.entity.Site;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineCommand;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;

/** The actor of one run: {@link ExecutionLifecycle} with a journal. It keeps nothing of its own. */
public final class ExecutionEntity
    implements Outside<Execution, ExecutionCommand, ExecutionEffect, ExecutionReply> {

  /** The kind in persistence ids: {@code execution|<executionId>}. */
  public static final String KIND = "execution";

  /** The ways out of a run. None may block; what gets lost is repeated by the lifecycle. */
  public interface Ways {
    /** To the pipeline that promised the run. */
    void toPipeline(PipelineId pipeline, PipelineCommand command);

    /** To an engine's gateway, over Kafka. */
    void toEngine(String instance, TenantId tenant, EngineCommand command);

    /** To an engine instance's admission. */
    void toAdmission(String instance, AdmissionMessage message);
  }

  private final Ways ways;
  private final Supplier<Sensing> sensing;
  private final String execution;

  private ExecutionEntity(Ways ways, Supplier<Sensing> sensing, String execution) {
    this.ways = ways;
    this.sensing = sensing;
    this.execution = execution;
  }

  /**
   * The behavior of the run {@code entityId}; {@code passivate} lets it leave memory when it owes
   * nothing.
   */
  public static Behavior<EntityMessage<ExecutionCommand, ExecutionReply>> behavior(
      String entityId,
      Ways ways,
      Supplier<Sensing> sensing,
      Site site,
      Function<ActorContext<EntityMessage<ExecutionCommand, ExecutionReply>>, Runnable> passivate) {
    return Behaviors.setup(
        context ->
            EventSourcedEntity.behavior(
                PersistenceId.of(KIND, entityId),
                new ExecutionLifecycle(),
                inner -> new ExecutionEntity(ways, sensing, entityId),
                site,
                new EventSourcedEntity.Keeping(0, Optional.of(passivate.apply(context)))));
  }

  @Override
  public void run(Execution state, ExecutionEffect effect) {
    switch (effect) {
      case ExecutionEffect.LookNoMore none -> sensing.get().noMore(execution, none.gate());
      case ExecutionEffect.OfRun ofRun -> run(state, state.spec().orElseThrow(), ofRun);
    }
  }

  private void run(Execution state, ExecutionSpec spec, ExecutionEffect.OfRun effect) {
    switch (effect) {
      case ExecutionEffect.AskSlot ask -> {
        // a slot that was asked for ahead may have come in the same write
        if (state.attempt(ask.attempt()).isEmpty()) {
          ways.toAdmission(
              ask.instance(),
              new AdmissionMessage.Ask(
                  ask.attempt(), spec.tenant(), ask.priority(), ask.waitingSince()));
        }
      }
      case ExecutionEffect.HoldSlot hold ->
          ways.toAdmission(
              hold.instance(), new AdmissionMessage.Hold(hold.attempt(), spec.tenant()));
      case ExecutionEffect.ReturnSlot back ->
          ways.toAdmission(back.instance(), new AdmissionMessage.Return(back.attempt()));
      case ExecutionEffect.ToEngine order ->
          ways.toEngine(order.instance(), spec.tenant(), order.command());
      case ExecutionEffect.LookFor look ->
          Optional.ofNullable(state.gates().get(look.gate()))
              .ifPresent(gate -> sensing.get().look(state, gate, Verdicts.rule(state, gate)));
      case ExecutionEffect.TellStarted started ->
          ways.toPipeline(
              spec.pipeline(), new PipelineCommand.ExecutionStarted(spec.id(), started.ticket()));
      case ExecutionEffect.TellEnded ignored -> ways.toPipeline(spec.pipeline(), ended(state));
    }
  }

  private static PipelineCommand ended(Execution state) {
    ExecutionSpec spec = state.spec().orElseThrow();
    return new PipelineCommand.ExecutionEnded(
        spec.id(),
        state.end().map(Execution.End::round).orElse(0),
        state.status(),
        state.metrics().rowsRead(),
        state.metrics().bytesRead(),
        state.metrics().elapsed().toMillis(),
        state.end().map(Execution.End::cost));
  }

  @Override
  public void deferred(ExecutionCommand command, ActorRef<ExecutionReply> replyTo) {
    replyTo.tell(new ExecutionReply.Acknowledged());
  }
}
