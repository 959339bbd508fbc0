package ai.matih.pipelines.simulation;

import ai.matih.pipelines.admission.Slots;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.execution.Attempt;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.SlotsAhead;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.schedule.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One pipeline, its runs and the admission on the nodes of a cluster, one engine, and the ways
 * between them: entities and admission tell each other over the network, engine and runs over the
 * broker's topics (in every other play the network, which keeps no order, carries these too).
 */
final class World {
  private static final int CAPACITY = 2;
  private static final String PIPELINE = "pipeline";
  private static final String ADMISSION = "admission";

  private final Random random;
  private final Random clockwork;
  private final SimulatedBackfills backfills;
  private final SimulatedTriggers triggers;
  private final SchedulePromises schedulePromises = new SchedulePromises();
  private final Coverage coverage = new Coverage();
  private final Promises promises;
  private final Cluster cluster;
  private final Store store;
  private final Network network;
  private final Broker broker;
  private final boolean ordered;
  private final SimulatedEngine engine;
  private final Entity<Pipeline, PipelineCommand, PipelineEvent, PipelineEffect, PipelineReply>
      pipeline;
  private final Map<ExecutionId, Run> runs = new LinkedHashMap<>();
  private final Map<Node, Slots> slots = new HashMap<>();
  private boolean admissionFailed;
  private boolean calm = true;
  private Instant now = Plans.T0;
  private Instant deciding = Plans.T0;

  /** {@code clockwork} is thrown only for what schedules ask. */
  World(Random random, Random clockwork, SimulatedBackfills backfills, SimulatedTriggers triggers) {
    this.random = random;
    this.clockwork = clockwork;
    this.backfills = backfills;
    this.triggers = triggers;
    boolean mixed = random.nextInt(4) == 0;
    ordered = random.nextBoolean();
    cluster = new Cluster(random, mixed, this::forget, this::recall);
    store = new Store(random, mixed, cluster::level);
    network = new Network(random);
    broker = new Broker(random, cluster);
    engine = new SimulatedEngine(random, this::fromEngine, this::commits, this::over);
    promises = new Promises(engine);
    pipeline = new Entity<>(new PipelineLifecycle(), store, this::watch);
  }

  Pipeline pipeline() {
    return pipeline.state();
  }

  Collection<Run> runs() {
    return runs.values();
  }

  /** Those that have begun. */
  List<Run> started() {
    return runs.values().stream().filter(run -> run.state().spec().isPresent()).toList();
  }

  SimulatedEngine engine() {
    return engine;
  }

  Promises promises() {
    return promises;
  }

  Coverage coverage() {
    return coverage;
  }

  /** From now on everything may go wrong. */
  void begin() {
    calm = false;
  }

  /** From now on nothing goes wrong any more. */
  void heal() {
    calm = true;
    network.heal();
    broker.heal();
    engine.heal();
    store.heal();
    cluster.heal();
  }

  // -- what happens

  void deliverOne() {
    if (ordered && random.nextBoolean()) {
      broker.poll();
    } else {
      network.deliverOne();
    }
  }

  /** Nothing is under way. */
  boolean quiet() {
    return network.idle() && broker.idle();
  }

  void trouble() {
    cluster.trouble();
  }

  void crash() {
    if (random.nextInt(12) == 0) {
      slots.clear();
      admissionFailed = true;
    } else if (random.nextInt(12) == 0) {
      broker.crash();
    } else if (random.nextInt(4) == 0) {
      cluster.owner(PIPELINE).ifPresent(node -> node.run(() -> carryOut(pipeline.recover(node))));
    } else {
      List<Run> started = started();
      if (!started.isEmpty()) {
        Run run = started.get(random.nextInt(started.size()));
        cluster
            .owner(run.key())
            .ifPresent(node -> node.run(() -> carryOut(run, run.state(), run.recover(node))));
      }
    }
  }

  void review() {
    cluster
        .believers(ADMISSION)
        .forEach(
            node -> {
              slots(node).holders().forEach(this::grant);
              grantFree(node);
            });
  }

  // -- time

  Instant now() {
    return now;
  }

  /** Hours in which nobody is there. */
  void sleep(Duration time) {
    now = now.plus(time);
  }

  void pass(Duration time) {
    now = now.plus(time);
    wake(pipeline, PIPELINE, (node, at) -> ask(node, new PipelineCommand.Wake(), at));
    for (Run run : List.copyOf(runs.values())) {
      wake(run, run.key(), (node, at) -> tell(node, run, new ExecutionCommand.Wake(), at));
    }
  }

  /**
   * The wake-up clock's time is the database's: a node that is behind believes it if it has read
   * all of the journal. What a node has in memory it wakes by its own clock, too.
   */
  private void wake(Entity<?, ?, ?, ?, ?> entity, String key, BiConsumer<Node, Instant> wake) {
    entity
        .due()
        .filter(due -> !due.isAfter(now))
        .ifPresent(
            due ->
                cluster.deliver(
                    key,
                    node -> {
                      Instant local = node.time(now);
                      wake.accept(node, entity.current(node) && local.isBefore(due) ? due : local);
                    }));
    for (Node node : cluster.believers(key)) {
      entity
          .due(node)
          .filter(due -> !due.isAfter(node.time(now)))
          .ifPresent(due -> wake.accept(node, node.time(now)));
    }
  }

  Duration untilNextDue() {
    return Stream.concat(
            runs.values().stream().flatMap(run -> run.due().stream()), pipeline.due().stream())
        .min(Instant::compareTo)
        .map(due -> Duration.between(now, due))
        .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0)
        .orElse(Duration.ofSeconds(1));
  }

  // -- nodes

  /** What {@code node} no longer believes to own is not in its memory. */
  private void forget(Node node) {
    broker.forget(node);
    if (!owns(node, ADMISSION) && slots.remove(node) != null) {
      admissionFailed = true;
    }
    if (!owns(node, PIPELINE)) {
      pipeline.forget(node);
    }
    runs.values().stream().filter(run -> !owns(node, run.key())).forEach(run -> run.forget(node));
  }

  private static boolean owns(Node node, String key) {
    return node.shards.contains(Cluster.shard(key));
  }

  /** A shard's new owner wakes all of it that is open. */
  private void recall(int shard) {
    if (Cluster.shard(PIPELINE) == shard) {
      send(PIPELINE, node -> carryOut(pipeline.recover(node)));
    }
    for (Run run : runs.values()) {
      if (Cluster.shard(run.key()) == shard && !run.lifecycle().settled(run.state())) {
        send(run.key(), node -> carryOut(run, run.state(), run.recover(node)));
      }
    }
  }

  private void send(String key, Consumer<Node> work) {
    network.send(() -> cluster.deliver(key, work));
  }

  // -- the pipeline

  void ask(PipelineCommand command) {
    cluster.deliver(PIPELINE, node -> ask(node, command, node.time(now)));
  }

  private void ask(Node node, PipelineCommand command, Instant at) {
    deciding = at;
    List<PipelineEffect> effects = pipeline.tell(node, command, at).effects();
    afterwards(node, () -> carryOut(effects), () -> carryOut(pipeline.recover(node)));
  }

  /** Between a persist and its effects a node may stand still, and an entity may crash. */
  private void afterwards(Node node, Runnable effects, Runnable crash) {
    if (!calm && random.nextInt(30) == 0) {
      crash.run();
    } else {
      if (!calm && random.nextInt(100) == 0) {
        node.standStill();
      }
      node.run(effects);
    }
  }

  private void carryOut(List<PipelineEffect> effects) {
    effects.forEach(this::carryOut);
  }

  private void carryOut(PipelineEffect effect) {
    switch (effect) {
      case PipelineEffect.StartExecution start -> {
        ExecutionSpec spec = start.spec();
        send(spec.id(), new ExecutionCommand.Start(spec));
        SlotsAhead.of(spec).forEach(ask -> askSlot(spec, ask));
      }
      case PipelineEffect.ConfirmEnd end ->
          send(end.execution(), new ExecutionCommand.EndNoted(end.round()));
      case PipelineEffect.PrepareInterval prepare -> {
        PipelineCommand answer = prepared(prepare.interval());
        network.send(() -> ask(answer));
      }
      case PipelineEffect.StopExecution stop ->
          sendIfStarted(
              stop.execution(),
              stop.abandon()
                  ? new ExecutionCommand.Abandon(ALICE, "overlap")
                  : new ExecutionCommand.Cancel(ALICE, "overlap"));
      case PipelineEffect.PrepareBackfill prepare -> {
        PipelineCommand answer = backfills.prepared(pipeline.state(), prepare);
        network.send(() -> ask(answer));
      }
      case PipelineEffect.StopBackfillRun stop ->
          sendIfStarted(stop.execution(), new ExecutionCommand.Cancel(ALICE, stop.reason()));
      case PipelineEffect.AnswerExecute ignored -> {}
      case PipelineEffect.PrepareFiring prepare -> {
        PipelineCommand answer = triggers.prepared(pipeline.state(), prepare.firing());
        network.send(() -> ask(answer));
      }
      case PipelineEffect.LookFor look -> {
        PipelineCommand answer = triggers.looked(look, now);
        network.send(() -> ask(answer));
      }
      case PipelineEffect.LookNoMore ignored -> {}
    }
  }

  private PipelineCommand prepared(Interval interval) {
    boolean blocked = clockwork.nextInt(20) == 0;
    return new PipelineCommand.IntervalPrepared(
        interval.generation(),
        interval.nominal(),
        pipeline.state().revisions().size(),
        blocked
            ? Optional.empty()
            : Optional.of(
                new PipelineCommand.Pinned(
                    SimulatedPlans.plan(clockwork),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    PriceBook.DEFAULT)),
        blocked ? "there is no connection" : "");
  }

  // -- runs

  Run run(ExecutionId id) {
    return runs.computeIfAbsent(id, unknown -> new Run(id, store, this::watch));
  }

  /** A call, which is answered or not. */
  void call(Run run, ExecutionCommand command) {
    cluster.deliver(run.key(), node -> tell(node, run, command, node.time(now)));
  }

  private void send(ExecutionId id, ExecutionCommand command) {
    network.send(() -> call(run(id), command));
  }

  private void sendIfStarted(ExecutionId id, ExecutionCommand command) {
    network.send(
        () -> {
          if (run(id).state().spec().isPresent()) {
            call(run(id), command);
          }
        });
  }

  private void tell(Node node, Run run, ExecutionCommand command, Instant at) {
    var outcome = run.tell(node, command, at);
    promises.whatIsOverIsOver(run.state());
    admissionFailed |= cluster.split();
    if (!admissionFailed) {
      promises.noMoreThanThereAreSlots(runs.values(), CAPACITY);
    }
    afterwards(
        node,
        () -> carryOut(run, outcome.state(), outcome.effects()),
        () -> carryOut(run, run.state(), run.recover(node)));
  }

  private void carryOut(Run run, Execution state, List<ExecutionEffect> effects) {
    effects.forEach(effect -> carryOut(state, effect));
  }

  private void carryOut(Execution state, ExecutionEffect effect) {
    switch (effect) {
      case ExecutionEffect.LookNoMore ignored -> {}
      case ExecutionEffect.OfRun ofRun -> carryOut(state, state.pinned(), ofRun);
    }
  }

  private void carryOut(Execution state, ExecutionSpec spec, ExecutionEffect.OfRun effect) {
    switch (effect) {
      case ExecutionEffect.LookFor look -> send(spec.id(), sensed(look.gate()));
      case ExecutionEffect.AskSlot ask -> askSlot(spec, ask);
      case ExecutionEffect.HoldSlot hold ->
          send(ADMISSION, node -> slots(node).hold(hold.attempt(), spec.tenant()));
      case ExecutionEffect.ReturnSlot back ->
          send(
              ADMISSION,
              node -> {
                slots(node).giveBack(back.attempt());
                grantFree(node);
              });
      case ExecutionEffect.ToEngine command -> {
        if (ordered) {
          broker.ask(spec.id().toString(), node -> engine.receive(command.command()));
        } else {
          network.send(() -> engine.receive(command.command()));
        }
      }
      case ExecutionEffect.TellStarted started ->
          network.send(
              () -> ask(new PipelineCommand.ExecutionStarted(spec.id(), started.ticket())));
      case ExecutionEffect.TellEnded ignored -> tellEnded(state);
    }
  }

  /** What a look for data comes to: nothing mostly, or that it cannot be seen. */
  private ExecutionCommand sensed(String gate) {
    int dice = random.nextInt(6);
    return new ExecutionCommand.Sensed(
        gate,
        dice == 0 ? Optional.of("a file") : Optional.empty(),
        dice == 1 ? Optional.of("the folder is away") : Optional.empty());
  }

  private void tellEnded(Execution state) {
    ExecutionStatus status = state.status();
    if (!status.ended()) {
      throw new AssertionError("an end is told that is none: " + status);
    }
    int round = state.end().orElseThrow().round();
    PipelineCommand ended =
        new PipelineCommand.ExecutionEnded(
            state.pinned().id(), round, status, 1, 1, 1, state.end().map(Execution.End::cost));
    network.send(() -> ask(ended));
  }

  // -- admission

  private Slots slots(Node node) {
    if (!slots.containsKey(node)) {
      // Another may still grant, and what has been granted is not known here.
      admissionFailed |= !slots.isEmpty();
      slots.put(node, new Slots(CAPACITY, CAPACITY));
    }
    return slots.get(node);
  }

  private void askSlot(ExecutionSpec spec, ExecutionEffect.AskSlot ask) {
    send(
        ADMISSION,
        node -> {
          if (slots(node).ask(ask.attempt(), spec.tenant(), ask.priority(), ask.waitingSince())) {
            grant(ask.attempt());
          }
          grantFree(node);
        });
  }

  private void grantFree(Node node) {
    slots(node).grant(now).forEach(this::grant);
  }

  private void grant(AttemptId attempt) {
    send(attempt.execution(), new ExecutionCommand.SlotGranted(attempt, Optional.of(Plans.ENGINE)));
  }

  // -- the engine

  private void fromEngine(EngineEvent event) {
    ExecutionId id = event.attempt().execution();
    ExecutionCommand report = new ExecutionCommand.EngineReported(List.of(event));
    if (ordered) {
      broker.tell(id.toString(), reader -> call(run(id), report));
    } else {
      send(id, report);
    }
  }

  private void commits(AttemptId attempt) {
    promises.commits(run(attempt.execution()).state().attempt(attempt).orElseThrow());
  }

  private boolean over(AttemptId attempt) {
    return run(attempt.execution()).state().attempt(attempt).filter(Attempt::live).isEmpty();
  }

  // -- what is watched

  private void watch(Execution before, ExecutionEvent event) {
    coverage.take(before, event);
    promises.journaled(before, event);
  }

  private void watch(Pipeline before, PipelineEvent event) {
    coverage.take(before, event);
    schedulePromises.journaled(before, event, deciding);
    SimulatedBackfills.journaled(before, event);
    SimulatedTriggers.journaled(before, event);
  }

  /** No slot is held or waited for. */
  boolean slotsAreFree() {
    return cluster
        .owner(ADMISSION)
        .map(this::slots)
        .filter(owner -> owner.holders().isEmpty() && owner.queued() == 0)
        .isPresent();
  }

  /** What is not over, for who looks for the reason. */
  String stuck() {
    StringBuilder stuck = new StringBuilder("stuck after the network healed:");
    stuck.append(" in flight ").append(pipeline.state().inFlight());
    stuck.append(", slots free ").append(slotsAreFree());
    stuck.append(", quiet ").append(quiet()).append(", ").append(cluster.nodes());
    for (Run run : runs.values()) {
      stuck.append("\n  ").append(run.state().status()).append(' ');
      stuck.append(run.state().attempts()).append(" wakes ").append(run.due());
    }
    return stuck.toString();
  }

  static final Principal ALICE = person("alice");

  static Principal person(String name) {
    return new Principal(Plans.TENANT, name, Set.of(), Set.of("pipelines:*"));
  }
}
