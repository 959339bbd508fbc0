package ai.matih.pipelines.simulation;

import ai.matih.pipelines.admission.Slots;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.Attempt;
import ai.matih.pipelines.execution.AttemptState;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.Reuse;
import ai.matih.pipelines.execution.SlotsAhead;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.schedule.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One pipeline, its runs, an admission, an engine, people, and a network between them, in an order
 * that a seed decides. First everything goes wrong that may; then the network heals, and everything
 * must come to its end.
 */
final class Simulation {
  private static final int CHAOS = 200;
  private static final int RECOVERY = 4_000;
  private static final int CAPACITY = 2;
  private static final int RUNS = 3;

  private static final Principal ALICE = person("alice");
  private static final Principal BOB = person("bob");

  private final Random random;

  /** Apart from the other dice, so that seeds without a schedule play as if there were none. */
  private final Random clockwork;

  private final SimulatedBackfills backfills;
  private final SimulatedSchedules schedules;
  private final SchedulePromises schedulePromises = new SchedulePromises();
  private final Network network;
  private final SimulatedEngine engine;
  private final Coverage coverage = new Coverage();
  private final Promises promises;
  private final Entity<Pipeline, PipelineCommand, PipelineEvent, PipelineEffect, PipelineReply>
      pipeline;
  private final Map<ExecutionId, Run> runs = new LinkedHashMap<>();
  private final List<ExecutionId> asked = new ArrayList<>();
  private Slots slots = new Slots(CAPACITY, CAPACITY);
  private boolean admissionFailed;
  private boolean healed;
  private Instant now = Plans.T0;
  private Instant deciding = Plans.T0;

  Simulation(long seed) {
    random = new Random(seed);
    clockwork = new Random(~seed);
    schedules = new SimulatedSchedules(clockwork);
    backfills = new SimulatedBackfills(new Random(new SplittableRandom(seed).nextLong()));
    network = new Network(random);
    engine = new SimulatedEngine(random, this::fromEngine, this::commits, this::over);
    promises = new Promises(engine);
    pipeline = new Entity<>(new PipelineLifecycle(), this::watch);
  }

  /** Plays it to the end; throws AssertionError where a promise is broken. */
  Coverage play() {
    ask(
        new PipelineCommand.Create(
            ALICE,
            Plans.PIPELINE,
            new PipelineCommand.Description("flights", "1", Optional.empty(), List.of()),
            schedules.proposal(SimulatedPlans.plan(random), 0),
            Idempotency.NONE));
    if (random.nextInt(10) == 0) {
      restlessOwner();
    }
    for (int step = 0; step < CHAOS; step++) {
      chaos();
    }
    healed = true;
    network.heal();
    engine.heal();
    for (int step = 0; step < RECOVERY && !over(); step++) {
      if (schedules.any() && step == 100) {
        // A schedule never ends by itself.
        ask(new PipelineCommand.Pause(ALICE, Idempotency.NONE));
      }
      recovery();
    }
    everythingCameToItsEnd();
    return coverage;
  }

  private void chaos() {
    if (schedules.any()) {
      clockwork();
    }
    backfills.wish(pipeline.state(), ALICE).ifPresent(this::ask);
    int dice = random.nextInt(100);
    if (dice < 50) {
      network.deliverOne();
    } else if (dice < 72) {
      engine.work();
    } else if (dice < 82) {
      pass(Duration.ofMillis(random.nextInt(12_000)));
    } else if (dice < 85) {
      pass(Duration.ofSeconds(random.nextInt(900)));
    } else if (dice < 86) {
      engine.comeAndGo();
    } else if (dice < 88) {
      crash();
    } else if (dice < 92) {
      review();
    } else if (dice < 99) {
      person();
    } else {
      outsider();
    }
  }

  /** Now and then nobody is there for hours, and the schedule has to catch up. */
  private void clockwork() {
    switch (clockwork.nextInt(60)) {
      case 0 -> now = now.plus(Duration.ofMinutes(clockwork.nextInt(240)));
      case 1 -> ask(new PipelineCommand.Activate(ALICE, Idempotency.NONE));
      case 2 -> pass(Duration.ofMinutes(clockwork.nextInt(30)));
      default -> {}
    }
  }

  private void recovery() {
    for (int i = 0; i < 3; i++) {
      network.deliverOne();
    }
    engine.work();
    if (random.nextInt(10) == 0) {
      runs.values().stream()
          .filter(run -> !schedules.any() || run.state().end().isEmpty())
          .forEach(this::settleByPerson);
    }
    if (network.idle()) {
      review();
      if (engine.running() == 0) {
        pass(untilNextDue());
      }
    }
  }

  // -- people

  private void person() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> execute();
      case 3 -> askAgain();
      case 4 -> anyRun().ifPresent(run -> person(run, new ExecutionCommand.Cancel(BOB, "stop")));
      case 5 -> {
        if (random.nextInt(4) == 0) {
          anyRun().ifPresent(run -> person(run, new ExecutionCommand.Abandon(BOB, "enough")));
        }
      }
      case 6, 7, 8 -> anyRun().ifPresent(this::settleByPerson);
      case 9 -> anyRun().ifPresent(this::retry);
      case 10, 11 -> changePipeline();
      default -> anyRun().ifPresent(run -> person(run, new ExecutionCommand.Read(BOB)));
    }
  }

  private void execute() {
    if (asked.size() >= RUNS) {
      return;
    }
    ExecutionId id = ExecutionId.of(Plans.PIPELINE, "run " + asked.size());
    asked.add(id);
    ask(execute(id, new Idempotency(Optional.of("alice/" + id), "same body")));
  }

  private PipelineCommand execute(ExecutionId id, Idempotency idempotency) {
    return new PipelineCommand.Execute(
        ALICE,
        id,
        pipeline.state().revisions().size(),
        SimulatedPlans.plan(random),
        Map.of(),
        Map.of(),
        Map.of(),
        Priority.values()[random.nextInt(3)],
        PriceBook.DEFAULT,
        false,
        idempotency);
  }

  /** The same request once more, perhaps long forgotten: it may not become a second run. */
  private void askAgain() {
    if (!asked.isEmpty()) {
      ExecutionId id = asked.get(random.nextInt(asked.size()));
      Optional<String> key = random.nextBoolean() ? Optional.of("alice/" + id) : Optional.empty();
      ask(execute(id, new Idempotency(key, "same body")));
    }
  }

  private void retry(Run run) {
    if (run.state().end().isEmpty() || asked.size() >= RUNS + 2) {
      return;
    }
    ExecutionId id = ExecutionId.of(Plans.PIPELINE, "run " + asked.size());
    asked.add(id);
    ask(
        new PipelineCommand.Retry(
            ALICE,
            id,
            run.state().pinned(),
            Map.of(),
            Reuse.of(run.state(), Optional.empty(), random.nextInt(4) == 0, Map.of(), Set.of()),
            false,
            new Idempotency(Optional.of("alice/" + id), "same body")));
  }

  private void settleByPerson(Run run) {
    ExecutionCommand.Verdict verdict =
        random.nextInt(4) == 0 ? ExecutionCommand.Verdict.REJECT : ExecutionCommand.Verdict.APPROVE;
    Principal who = random.nextBoolean() ? BOB : person("carol");
    List<String> gates = List.copyOf(run.state().gates().keySet());
    Optional<String> gate =
        gates.size() < 2 ? Optional.empty() : Optional.of(gates.get(random.nextInt(gates.size())));
    person(run, new ExecutionCommand.Decide(who, gate, verdict, Optional.empty()));
    ExecutionCommand.Resolution[] choices = ExecutionCommand.Resolution.values();
    run.state().live().stream()
        .filter(attempt -> attempt.state() == AttemptState.FORGOTTEN)
        .forEach(
            attempt ->
                person(
                    run,
                    new ExecutionCommand.Resolve(
                        BOB,
                        Optional.of(attempt.id().stage()),
                        choices[random.nextInt(choices.length)],
                        "looked")));
  }

  private void changePipeline() {
    Idempotency key =
        random.nextBoolean()
            ? Idempotency.NONE
            : new Idempotency(Optional.of("alice/" + random.nextInt(5)), "" + random.nextInt(2));
    ask(
        switch (random.nextInt(8)) {
          case 0 -> new PipelineCommand.Activate(ALICE, key);
          case 1 -> new PipelineCommand.Pause(ALICE, key);
          case 2 -> new PipelineCommand.Resume(ALICE, key);
          case 3 -> new PipelineCommand.Archive(ALICE, key);
          case 4 -> new PipelineCommand.RollBack(ALICE, 1 + random.nextInt(3), key);
          case 5 ->
              random.nextInt(3) == 0
                  ? new PipelineCommand.Delete(ALICE, key)
                  : new PipelineCommand.Activate(ALICE, key);
          default ->
              new PipelineCommand.Update(
                  ALICE,
                  new PipelineCommand.Description("flights", "1", Optional.empty(), List.of()),
                  schedules.proposal(SimulatedPlans.plan(random), random.nextInt(3)),
                  key);
        });
  }

  /** Some owners change their minds often before anything runs. */
  private void restlessOwner() {
    for (int i = 0; i < 20; i++) {
      changePipeline();
    }
  }

  private void outsider() {
    anyRun()
        .flatMap(run -> run.state().live().stream().findFirst())
        .ifPresent(attempt -> engine.fenceFromOutside(attempt.id()));
  }

  private Optional<Run> anyRun() {
    List<Run> started =
        runs.values().stream().filter(run -> run.state().spec().isPresent()).toList();
    return started.isEmpty()
        ? Optional.empty()
        : Optional.of(started.get(random.nextInt(started.size())));
  }

  private static Principal person(String name) {
    return new Principal(Plans.TENANT, name, Set.of(), Set.of("pipelines:*"));
  }

  // -- time, crashes, admission

  private Duration untilNextDue() {
    return Stream.concat(
            runs.values().stream().flatMap(run -> run.lifecycle().wakeAt(run.state()).stream()),
            pipeline.lifecycle().wakeAt(pipeline.state()).stream())
        .min(Instant::compareTo)
        .map(due -> Duration.between(now, due))
        .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0)
        .orElse(Duration.ofSeconds(1));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    pipeline
        .lifecycle()
        .wakeAt(pipeline.state())
        .filter(due -> !due.isAfter(now))
        .ifPresent(
            due -> {
              Instant local = local();
              ask(new PipelineCommand.Wake(), local.isBefore(due) ? due : local);
            });
    for (Run run : List.copyOf(runs.values())) {
      run.lifecycle()
          .wakeAt(run.state())
          .filter(due -> !due.isAfter(now))
          .ifPresent(
              due -> {
                // The wake-up clock is the database's: a node behind it trusts the row.
                Instant local = local();
                tell(run, new ExecutionCommand.Wake(), local.isBefore(due) ? due : local);
              });
    }
  }

  /** A node's own clock. */
  private Instant local() {
    return now.plusMillis(random.nextInt(6_000) - 3_000);
  }

  private void crash() {
    if (random.nextInt(12) == 0) {
      slots = new Slots(CAPACITY, CAPACITY);
      admissionFailed = true;
      return;
    }
    if (random.nextInt(4) == 0) {
      pipeline.recover().forEach(this::carryOut);
      return;
    }
    anyRun().ifPresent(run -> run.recover().forEach(effect -> carryOut(run, effect)));
  }

  private void review() {
    slots.holders().forEach(this::grant);
    grantFree();
  }

  private void grantFree() {
    slots.grant(now).forEach(this::grant);
  }

  private void grant(AttemptId attempt) {
    network.send(
        () ->
            tell(
                run(attempt.execution()),
                new ExecutionCommand.SlotGranted(attempt, Optional.of(Plans.ENGINE)),
                local()));
  }

  // -- entities

  private Run run(ExecutionId id) {
    return runs.computeIfAbsent(id, unknown -> new Run(this::watch));
  }

  private void watch(Execution before, ExecutionEvent event) {
    coverage.take(before, event);
    promises.journaled(before, event);
  }

  private void watch(Pipeline before, PipelineEvent event) {
    coverage.take(before, event);
    schedulePromises.journaled(before, event, deciding);
    SimulatedBackfills.journaled(before, event);
  }

  private void ask(PipelineCommand command) {
    ask(command, local());
  }

  private void ask(PipelineCommand command, Instant at) {
    deciding = at;
    Decision<PipelineEvent, PipelineEffect, PipelineReply> decision = pipeline.tell(command, at);
    if (!healed && random.nextInt(30) == 0) {
      pipeline.recover().forEach(this::carryOut);
    } else {
      decision.effects().forEach(this::carryOut);
    }
  }

  private void carryOut(PipelineEffect effect) {
    switch (effect) {
      case PipelineEffect.StartExecution start -> {
        ExecutionSpec spec = start.spec();
        network.send(() -> tell(run(spec.id()), new ExecutionCommand.Start(spec), local()));
        SlotsAhead.of(spec).forEach(ask -> askSlot(spec, ask));
      }
      case PipelineEffect.ConfirmEnd end ->
          network.send(
              () ->
                  tell(run(end.execution()), new ExecutionCommand.EndNoted(end.round()), local()));
      case PipelineEffect.PrepareInterval prepare -> {
        PipelineCommand answer = prepared(prepare.interval());
        network.send(() -> ask(answer));
      }
      case PipelineEffect.StopExecution stop -> {
        ExecutionCommand command =
            stop.abandon()
                ? new ExecutionCommand.Abandon(ALICE, "overlap")
                : new ExecutionCommand.Cancel(ALICE, "overlap");
        network.send(
            () -> {
              if (run(stop.execution()).state().spec().isPresent()) {
                person(run(stop.execution()), command);
              }
            });
      }
      case PipelineEffect.PrepareBackfill prepare -> {
        PipelineCommand answer = backfills.prepared(pipeline.state(), prepare);
        network.send(() -> ask(answer));
      }
      case PipelineEffect.PrepareFiring ignored -> {}
      case PipelineEffect.LookFor ignored -> {}
      case PipelineEffect.LookNoMore ignored -> {}
      case PipelineEffect.StopBackfillRun stop ->
          network.send(
              () -> {
                if (run(stop.execution()).state().spec().isPresent()) {
                  person(run(stop.execution()), new ExecutionCommand.Cancel(ALICE, stop.reason()));
                }
              });
      case PipelineEffect.AnswerExecute ignored -> {}
    }
  }

  private void askSlot(ExecutionSpec spec, ExecutionEffect.AskSlot ask) {
    network.send(
        () -> {
          if (slots.ask(ask.attempt(), spec.tenant(), ask.priority(), ask.waitingSince())) {
            grant(ask.attempt());
          }
          grantFree();
        });
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

  private void person(Run run, ExecutionCommand command) {
    tell(run, command, local());
  }

  private void tell(Run run, ExecutionCommand command, Instant at) {
    Decision<ExecutionEvent, ExecutionEffect, ExecutionReply> decision = run.tell(command, at);
    promises.whatIsOverIsOver(run.state());
    if (!admissionFailed) {
      promises.noMoreThanThereAreSlots(runs.values(), CAPACITY);
    }
    if (!healed && random.nextInt(30) == 0) {
      run.recover().forEach(effect -> carryOut(run, effect));
    } else {
      decision.effects().forEach(effect -> carryOut(run, effect));
    }
  }

  private void carryOut(Run run, ExecutionEffect effect) {
    ExecutionSpec spec = run.state().pinned();
    switch (effect) {
      case ExecutionEffect.AskSlot ask -> askSlot(spec, ask);
      case ExecutionEffect.HoldSlot hold ->
          network.send(() -> slots.hold(hold.attempt(), spec.tenant()));
      case ExecutionEffect.ReturnSlot back ->
          network.send(
              () -> {
                slots.giveBack(back.attempt());
                grantFree();
              });
      case ExecutionEffect.ToEngine command ->
          network.send(() -> engine.receive(command.command()));
      case ExecutionEffect.TellStarted started ->
          network.send(
              () -> ask(new PipelineCommand.ExecutionStarted(spec.id(), started.ticket())));
      case ExecutionEffect.TellEnded ignored -> {
        ExecutionStatus status = run.state().status();
        if (!status.ended()) {
          throw new AssertionError("an end is told that is none: " + status);
        }
        int round = run.state().end().orElseThrow().round();
        network.send(
            () ->
                ask(
                    new PipelineCommand.ExecutionEnded(
                        spec.id(),
                        round,
                        status,
                        1,
                        1,
                        1,
                        run.state().end().map(Execution.End::cost))));
      }
    }
  }

  private void fromEngine(EngineEvent event) {
    network.send(
        () ->
            tell(
                run(event.attempt().execution()),
                new ExecutionCommand.EngineReported(List.of(event)),
                local()));
  }

  private void commits(AttemptId attempt) {
    promises.commits(run(attempt.execution()).state().attempt(attempt).orElseThrow());
  }

  private boolean over(AttemptId attempt) {
    return run(attempt.execution()).state().attempt(attempt).filter(Attempt::live).isEmpty();
  }

  // -- the end

  private boolean over() {
    return network.idle()
        && pipeline.state().inFlight() == 0
        && (pipeline.state().timetable().waiting().isEmpty()
            || pipeline.state().status() != PipelineStatus.ACTIVE)
        && SimulatedBackfills.rest(pipeline.state())
        && slots.holders().isEmpty()
        && slots.queued() == 0
        && engine.running() == 0
        && runs.values().stream()
            .allMatch(run -> run.state().spec().isEmpty() || run.lifecycle().settled(run.state()));
  }

  private void everythingCameToItsEnd() {
    if (!over()) {
      StringBuilder stuck = new StringBuilder("stuck after the network healed:");
      stuck.append(" in flight ").append(pipeline.state().inFlight());
      stuck.append(", holders ").append(slots.holders()).append(", queued ").append(slots.queued());
      runs.values()
          .forEach(
              run ->
                  stuck
                      .append("\n  ")
                      .append(run.state().status())
                      .append(' ')
                      .append(run.state().attempts())
                      .append(" wakes ")
                      .append(run.lifecycle().wakeAt(run.state())));
      throw new AssertionError(stuck);
    }
    promises.nothingStaysReserved(pipeline.state());
    SimulatedBackfills.whatSucceededIsComplete(pipeline.state());
    for (Run run : runs.values()) {
      if (run.state().spec().isPresent() && run.state().status() == ExecutionStatus.SUCCEEDED) {
        promises.everyLoadIsCommitted(run.state());
      }
    }
  }
}
