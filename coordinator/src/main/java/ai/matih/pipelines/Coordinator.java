package ai.matih.pipelines;

import ai.matih.pipelines.admission.Admission;
import ai.matih.pipelines.admission.AdmissionMessage;
import ai.matih.pipelines.cluster.SparingAllocation;
import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionLifecycle;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.entity.EventSourcedEntity;
import ai.matih.pipelines.entity.RepeatedAsk;
import ai.matih.pipelines.entity.Site;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEntity;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.execution.Sensing;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.IntervalPreparation;
import ai.matih.pipelines.pipeline.Looking;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEntity;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.schedule.WakeUps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * The sharded entities of a cluster and the ways to reach them. One on each node; safe for use from
 * any thread. A stage that an ask returns fails with a timeout if the entity does not answer, and
 * then the outcome is unknown: ask again with the same key.
 */
public final class Coordinator {

  /** How many attempts an engine instance takes at once, and of one tenant. */
  public record Capacity(int attempts, int perTenant) {}

  /** Sends a command to an engine instance's gateway; must not block. */
  public interface EngineCommands {
    void send(String instance, TenantId tenant, EngineCommand command);
  }

  private static final String CONNECTION = "connection";

  private static final EntityTypeKey<EntityMessage<PipelineCommand, PipelineReply>> PIPELINES =
      key(PipelineEntity.KIND);
  private static final EntityTypeKey<EntityMessage<ExecutionCommand, ExecutionReply>> EXECUTIONS =
      key(ExecutionEntity.KIND);
  private static final EntityTypeKey<EntityMessage<ConnectionCommand, ConnectionReply>>
      CONNECTIONS = key(CONNECTION);
  private static final EntityTypeKey<AdmissionMessage> ADMISSIONS =
      EntityTypeKey.create(AdmissionMessage.class, "admission");

  private final ClusterSharding sharding;
  private final RepeatedAsk asking;
  private final Map<String, Admission.Load> admissions = new ConcurrentHashMap<>();

  /** Told when an admission has started, which then knows of nobody. */
  private volatile Runnable forgotten = () -> {};

  /** Until there is one, due times wait: they ask again. */
  private volatile IntervalPreparation preparation = new NobodyPrepares();

  /** Until there is one, triggers find nothing: they are asked again. */
  private volatile Looking looking = Looking.NOBODY;

  /** Until there is one, gates that wait for data see nothing: they are asked again. */
  private volatile Sensing sensing = Sensing.NOBODY;

  @SuppressWarnings("unchecked")
  private static <C, R> EntityTypeKey<EntityMessage<C, R>> key(String kind) {
    return (EntityTypeKey<EntityMessage<C, R>>)
        (EntityTypeKey<?>) EntityTypeKey.create(EntityMessage.class, kind);
  }

  private Coordinator(ClusterSharding sharding, RepeatedAsk asking) {
    this.sharding = sharding;
    this.asking = asking;
  }

  /**
   * Starts the sharding regions of this node, or ways to those of others if it has not the role.
   *
   * @param role of the nodes that entities live on; empty for all nodes
   * @param capacity by engine instance
   * @param patience how long an ask waits
   */
  public static Coordinator start(
      ActorSystem<?> system,
      Optional<String> role,
      Site site,
      EngineCommands engines,
      Function<String, Capacity> capacity,
      Duration patience) {
    ClusterSharding sharding = ClusterSharding.get(system);
    Coordinator coordinator = new Coordinator(sharding, new RepeatedAsk(system, patience));
    init(
        system,
        Entity.of(
                PIPELINES,
                context ->
                    PipelineEntity.behavior(
                        context.getEntityId(),
                        (id, command) -> coordinator.tell(id, command, Cause.SYSTEM),
                        coordinator::toAdmission,
                        () -> coordinator.preparation,
                        () -> coordinator.looking,
                        site))
            .withStopMessage(new EntityMessage.Leave<>()),
        role);
    ExecutionEntity.Ways ways = coordinator.waysOf(engines);
    init(
        system,
        Entity.of(
                EXECUTIONS,
                context ->
                    ExecutionEntity.behavior(
                        context.getEntityId(),
                        ways,
                        () -> coordinator.sensing,
                        site,
                        self ->
                            () ->
                                context
                                    .getShard()
                                    .tell(new ClusterSharding.Passivate<>(self.getSelf()))))
            .withStopMessage(new EntityMessage.Leave<>()),
        role);
    init(
        system,
        Entity.of(
                CONNECTIONS,
                context ->
                    EventSourcedEntity.behavior(
                        PersistenceId.of(CONNECTION, context.getEntityId()),
                        new ConnectionLifecycle(),
                        ignored -> new NoOutside(),
                        site,
                        new EventSourcedEntity.Keeping(0, Optional.empty())))
            .withStopMessage(new EntityMessage.Leave<>()),
        role);
    init(
        system,
        Entity.of(
            ADMISSIONS,
            context -> {
              Capacity limits = capacity.apply(context.getEntityId());
              coordinator.forgotten.run();
              return Admission.behavior(
                  limits.attempts(),
                  limits.perTenant(),
                  site.clock(),
                  attempt -> coordinator.grant(context.getEntityId(), attempt),
                  load -> coordinator.loaded(context.getEntityId(), load));
            }),
        role);
    return coordinator;
  }

  private static <M> void init(
      ActorSystem<?> system, Entity<M, ShardingEnvelope<M>> entity, Optional<String> role) {
    Entity<M, ShardingEnvelope<M>> spread =
        entity.withAllocationStrategy(SparingAllocation.in(system));
    ClusterSharding.get(system).init(role.map(spread::withRole).orElse(spread));
  }

  /** Asks a pipeline; again by itself if a second time is the same as once. */
  public CompletionStage<PipelineReply> ask(PipelineId id, PipelineCommand command, Cause cause) {
    return asking.of(
        pipeline(id.value()),
        replyTo -> EntityMessage.ask(command, cause, replyTo),
        repeatable(command));
  }

  /** A change without a key of its own could be refused as its own successor; a run has its id. */
  private static boolean repeatable(PipelineCommand command) {
    return !(command instanceof PipelineCommand.ByPerson change)
        || change.idempotency().key().isPresent()
        || command instanceof PipelineCommand.Execute
        || command instanceof PipelineCommand.Retry
        || command instanceof PipelineCommand.Read;
  }

  /** Asks a run; again by itself until it answers: who is told twice to cancel does so once. */
  public CompletionStage<ExecutionReply> ask(
      ExecutionId id, ExecutionCommand command, Cause cause) {
    return asking.of(
        execution(id.value()), replyTo -> EntityMessage.ask(command, cause, replyTo), true);
  }

  /** Asks a connection of a tenant; again by itself unless it is to be deleted. */
  public CompletionStage<ConnectionReply> ask(
      TenantId tenant, String name, ConnectionCommand command, Cause cause) {
    return asking.of(
        sharding.entityRefFor(CONNECTIONS, tenant + "/" + name),
        replyTo -> EntityMessage.ask(command, cause, replyTo),
        !(command instanceof ConnectionCommand.Delete));
  }

  /** Tells a run what its engine reported; the answer comes when it is durable. */
  public CompletionStage<ExecutionReply> report(ExecutionId id, List<EngineEvent> events) {
    return ask(id, new ExecutionCommand.EngineReported(events), Cause.ENGINE);
  }

  /** Slots and queues of the engine instances to which this node admits, by instance. */
  public Map<String, Admission.Load> admissions() {
    return Map.copyOf(admissions);
  }

  private void loaded(String instance, Optional<Admission.Load> load) {
    load.ifPresentOrElse(
        known -> admissions.put(instance, known), () -> admissions.remove(instance));
  }

  /**
   * From now on {@code recall} is called when what is kept in memory alone, the slots of an engine
   * instance, begins anew on this node: open runs have to tell again what they hold and wait for.
   */
  public void onForgotten(Runnable recall) {
    forgotten = recall;
  }

  /** From now on the runs of schedules are prepared by {@code way}. */
  public void prepareBy(IntervalPreparation way) {
    preparation = way;
  }

  /** Tells a pipeline what the run of a due time is pinned to. */
  public void prepared(PipelineId id, PipelineCommand.IntervalPrepared prepared) {
    pipeline(id.value())
        .tell(EntityMessage.tell(prepared, Cause.of("schedule", Cause.Origin.SCHEDULE)));
  }

  /** Tells a pipeline what the run of a backfill's interval is pinned to. */
  public void prepared(PipelineId id, PipelineCommand.BackfillPrepared prepared) {
    pipeline(id.value())
        .tell(EntityMessage.tell(prepared, Cause.of("backfill", Cause.Origin.SCHEDULE)));
  }

  /** Tells a pipeline what the run of a trigger's firing is pinned to. */
  public void prepared(PipelineId id, PipelineCommand.FiringPrepared prepared) {
    pipeline(id.value()).tell(EntityMessage.tell(prepared, trigger(prepared.trigger())));
  }

  /** Tells a pipeline what one of its triggers has seen. */
  public void looked(PipelineId id, PipelineCommand.Looked looked) {
    pipeline(id.value()).tell(EntityMessage.tell(looked, trigger(looked.trigger())));
  }

  /** From now on triggers look by {@code way}. */
  public void lookBy(Looking way) {
    looking = way;
  }

  /** From now on gates that wait for data look by {@code way}. */
  public void senseBy(Sensing way) {
    sensing = way;
  }

  /** Tells a run what the look of one of its gates came to. */
  public void sensed(ExecutionId id, ExecutionCommand.Sensed sensed) {
    tell(id, sensed, Cause.SYSTEM);
  }

  private static Cause trigger(String name) {
    return Cause.of("trigger:" + name, Cause.Origin.TRIGGER);
  }

  /** Hands a wake-up to the entity it is for. */
  public void wake(WakeUps.Due due) {
    String kind = due.persistenceId().substring(0, due.persistenceId().indexOf('|'));
    String id = due.persistenceId().substring(kind.length() + 1);
    switch (kind) {
      case PipelineEntity.KIND ->
          pipeline(id).tell(new EntityMessage.WakeUp<>(due.token(), due.due()));
      case Looking.KIND ->
          pipeline(id.substring(0, id.indexOf('/')))
              .tell(
                  EntityMessage.tell(
                      new PipelineCommand.Look(id.substring(id.indexOf('/') + 1)), Cause.SYSTEM));
      case Sensing.KIND ->
          execution(id.substring(0, id.indexOf('/')))
              .tell(
                  EntityMessage.tell(
                      new ExecutionCommand.Poke(id.substring(id.indexOf('/') + 1)), Cause.SYSTEM));
      case ExecutionEntity.KIND ->
          execution(id).tell(new EntityMessage.WakeUp<>(due.token(), due.due()));
      default -> throw new IllegalArgumentException("nobody of this kind is woken: " + kind);
    }
  }

  private void grant(String instance, AttemptId attempt) {
    execution(attempt.execution().value())
        .tell(
            EntityMessage.tell(
                new ExecutionCommand.SlotGranted(attempt, Optional.of(instance)), Cause.SYSTEM));
  }

  private void tell(ExecutionId id, ExecutionCommand command, Cause cause) {
    execution(id.value()).tell(EntityMessage.tell(command, cause));
  }

  private void toAdmission(String instance, AdmissionMessage message) {
    sharding.entityRefFor(ADMISSIONS, instance).tell(message);
  }

  private ExecutionEntity.Ways waysOf(EngineCommands engines) {
    return new ExecutionEntity.Ways() {
      @Override
      public void toPipeline(PipelineId pipeline, PipelineCommand command) {
        pipeline(pipeline.value()).tell(EntityMessage.tell(command, Cause.SYSTEM));
      }

      @Override
      public void toEngine(String instance, TenantId tenant, EngineCommand command) {
        engines.send(instance, tenant, command);
      }

      @Override
      public void toAdmission(String instance, AdmissionMessage message) {
        Coordinator.this.toAdmission(instance, message);
      }
    };
  }

  private EntityRef<EntityMessage<PipelineCommand, PipelineReply>> pipeline(String id) {
    return sharding.entityRefFor(PIPELINES, id);
  }

  private EntityRef<EntityMessage<ExecutionCommand, ExecutionReply>> execution(String id) {
    return sharding.entityRefFor(EXECUTIONS, id);
  }

  private static final class NobodyPrepares implements IntervalPreparation {
    @Override
    public void prepare(
        ai.matih.pipelines.pipeline.Pipeline pipeline,
        ai.matih.pipelines.schedule.Interval interval) {}

    @Override
    public void prepare(
        ai.matih.pipelines.pipeline.Pipeline pipeline, ai.matih.pipelines.trigger.Firing firing) {}

    @Override
    public void prepare(
        ai.matih.pipelines.pipeline.Pipeline pipeline,
        ai.matih.pipelines.schedule.Backfill backfill,
        ai.matih.pipelines.schedule.DataInterval interval) {}
  }

  /** A connection has no effects and no deferred replies. */
  private static final class NoOutside
      implements ai.matih.pipelines.entity.Outside<
          ai.matih.pipelines.connection.ConnectionState,
          ConnectionCommand,
          ConnectionLifecycle.NoEffect,
          ConnectionReply> {
    @Override
    public void run(
        ai.matih.pipelines.connection.ConnectionState state, ConnectionLifecycle.NoEffect effect) {}

    @Override
    public void deferred(
        ConnectionCommand command,
        org.apache.pekko.actor.typed.ActorRef<ConnectionReply> replyTo) {}
  }
}
