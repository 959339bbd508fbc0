package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.Envelope;
import ai.matih.pipelines.gateway.wire.DeadLetters;
import ai.matih.pipelines.gateway.wire.EngineEventsProducer;
import ai.matih.pipelines.gateway.wire.KafkaConnection;
import ai.matih.pipelines.gateway.wire.OwnedPartitions;
import ai.matih.pipelines.gateway.wire.RecordStream;
import ai.matih.pipelines.gateway.wire.UnreadableRecord;
import ai.matih.pipelines.gateway.wire.WireCodec;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Kafka and one engine instance: commands in, events out. It keeps nothing that
 * matters: after a restart, executions observe again. A command's offset is committed when the
 * adapter has durably taken it, or when the failure to do so was told to the execution; the gateway
 * never waits for a free slot.
 */
public final class EngineGateway extends AbstractBehavior<EngineGateway.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(EngineGateway.class);

  /** What the actor receives; all of it from itself and its adapter. */
  public sealed interface Message {}

  private record Received(List<Envelope<EngineCommand>> commands, CompletableFuture<Void> taken)
      implements Message {}

  private record Reported(Watch watch, Report report) implements Message {}

  private record Flush() implements Message {}

  /**
   * What a gateway needs; the producers and the timer are shared and closed by whoever made them.
   *
   * @param coalesce how long progress may wait for more of it, a few milliseconds; ends never wait
   */
  public record Wiring(
      KafkaConnection kafka,
      EngineEventsProducer events,
      DeadLetters deadLetters,
      ScheduledExecutorService timer,
      Duration coalesce) {}

  private final ActorRef<Message> self;
  private final EngineAdapter adapter;
  private final RecordStream commands;
  private final EventOutbox outbox;
  private final Wiring wiring;
  private boolean flushing;

  /** Under which the offsets of an instance's commands are kept. */
  public static String group(String instance) {
    return "matih-gateway-" + instance;
  }

  /**
   * The gateway of {@code instance}; started again with backoff if it fails.
   *
   * @param owned the partitions of its commands that this node reads
   * @param adapter makes the adapter, given where it reports to; called at each start
   */
  public static Behavior<Message> create(
      String instance,
      Wiring wiring,
      OwnedPartitions owned,
      Function<Reports, EngineAdapter> adapter) {
    return Behaviors.supervise(
            Behaviors.<Message>setup(
                context -> new EngineGateway(context, instance, wiring, owned, adapter)))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
  }

  private EngineGateway(
      ActorContext<Message> context,
      String instance,
      Wiring wiring,
      OwnedPartitions owned,
      Function<Reports, EngineAdapter> adapter) {
    super(context);
    this.self = context.getSelf();
    this.wiring = wiring;
    this.outbox = new EventOutbox(wiring.events());
    this.adapter = adapter.apply((watch, report) -> self.tell(new Reported(watch, report)));
    this.commands =
        RecordStream.start(
            wiring.kafka(),
            wiring.kafka().topics().engineCommands(instance),
            group(instance),
            owned,
            this::receive);
  }

  /** On the stream's thread: reads the records and hands them to the actor together. */
  private CompletionStage<?> receive(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Envelope<EngineCommand>> readable = new ArrayList<>(records.size());
    List<CompletableFuture<?>> taken = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        readable.add(WireCodec.readCommand(record.value()));
      } catch (UnreadableRecord e) {
        taken.add(wiring.deadLetters().keep(record, e).toCompletableFuture());
      }
    }
    CompletableFuture<Void> all = new CompletableFuture<>();
    taken.add(all);
    self.tell(new Received(readable, all));
    return CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Received.class, this::onReceived)
        .onMessage(Reported.class, this::onReported)
        .onMessage(Flush.class, this::onFlush)
        .onSignal(PostStop.class, signal -> closed())
        .onSignal(PreRestart.class, signal -> closed())
        .build();
  }

  private Behavior<Message> onReceived(Received received) {
    List<CompletableFuture<?>> taken = new ArrayList<>(received.commands().size());
    for (Envelope<EngineCommand> command : received.commands()) {
      taken.add(handOver(command.payload(), command.tenantId()));
    }
    CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new))
        .whenComplete((done, failure) -> received.taken().complete(null));
    return this;
  }

  private CompletableFuture<?> handOver(EngineCommand command, TenantId tenant) {
    return switch (command) {
      case EngineCommand.SubmitStage submit -> {
        Watch watch = watched(submit, tenant, submit.watch());
        yield told(watch, () -> adapter.submit(watch, submit.order()));
      }
      case EngineCommand.ObserveStage observe -> {
        Watch watch = watched(observe, tenant, observe.watch());
        yield told(watch, () -> adapter.observe(watch));
      }
      case EngineCommand.FenceStage fence -> {
        Watch watch = watched(fence, tenant, fence.watch());
        yield told(watch, () -> adapter.fence(watch));
      }
      case EngineCommand.CancelStage cancel ->
          logged(cancel, () -> adapter.cancel(cancel.attempt(), cancel.reason()));
      case EngineCommand.SignalStage signal ->
          logged(
              signal,
              () ->
                  adapter.signal(
                      signal.attempt(),
                      new Signal(signal.signalId(), signal.name(), signal.payload())));
    };
  }

  private Watch watched(EngineCommand command, TenantId tenant, long number) {
    Watch watch = new Watch(command.attempt(), tenant, number);
    outbox.watch(watch);
    return watch;
  }

  /** Asks the adapter; if that fails the execution hears that the engine is unreachable. */
  private CompletableFuture<?> told(Watch watch, Request request) {
    return ask(request)
        .exceptionally(
            failure -> {
              self.tell(new Reported(watch, new Observation.Unreachable(reason(failure))));
              return null;
            });
  }

  /** Asks the adapter; if that fails the execution asks again by itself. */
  private CompletableFuture<?> logged(EngineCommand command, Request request) {
    return ask(request)
        .exceptionally(
            failure -> {
              LOG.warn(
                  "{} of {} did not reach the engine and will be repeated: {}",
                  command.getClass().getSimpleName(),
                  command.attempt(),
                  reason(failure));
              return null;
            });
  }

  private static CompletableFuture<Void> ask(Request request) {
    try {
      return request.make().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Behavior<Message> onReported(Reported reported) {
    boolean waiting = outbox.add(reported.watch(), reported.report());
    if (waiting && !flushing) {
      flushing = true;
      wiring
          .timer()
          .schedule(
              () -> self.tell(new Flush()), wiring.coalesce().toNanos(), TimeUnit.NANOSECONDS);
    }
    return this;
  }

  private Behavior<Message> onFlush(Flush flush) {
    flushing = false;
    outbox.flush();
    return this;
  }

  private Behavior<Message> closed() {
    commands.close();
    adapter.close();
    outbox.flush();
    return this;
  }

  private interface Request {
    CompletionStage<Void> make();
  }
}
