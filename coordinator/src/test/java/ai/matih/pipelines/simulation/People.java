package ai.matih.pipelines.simulation;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.execution.AttemptState;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.Reuse;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Who asks for runs, settles them and changes his mind, often twice and at any time. */
final class People {
  private static final int RUNS = 3;
  private static final Principal ALICE = World.ALICE;
  private static final Principal BOB = World.person("bob");

  private final Random random;
  private final SimulatedSchedules schedules;
  private final World world;
  private final List<ExecutionId> asked = new ArrayList<>();

  People(Random random, SimulatedSchedules schedules, World world) {
    this.random = random;
    this.schedules = schedules;
    this.world = world;
  }

  void create() {
    PipelineCommand create =
        new PipelineCommand.Create(
            ALICE,
            Plans.PIPELINE,
            new PipelineCommand.Description("flights", "1", Optional.empty(), List.of()),
            schedules.proposal(SimulatedPlans.plan(random), 0),
            Idempotency.NONE);
    while (world.pipeline().revisions().isEmpty()) {
      world.ask(create);
    }
    if (random.nextInt(10) == 0) {
      // Some owners change their minds often before anything runs.
      for (int i = 0; i < 20; i++) {
        changePipeline();
      }
    }
  }

  void doSomething() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> execute();
      case 3 -> askAgain();
      case 4 ->
          anyRun().ifPresent(run -> world.call(run, new ExecutionCommand.Cancel(BOB, "stop")));
      case 5 -> {
        if (random.nextInt(4) == 0) {
          anyRun().ifPresent(run -> world.call(run, new ExecutionCommand.Abandon(BOB, "enough")));
        }
      }
      case 6, 7, 8 -> anyRun().ifPresent(this::settle);
      case 9 -> anyRun().ifPresent(this::retry);
      case 10, 11 -> changePipeline();
      default -> anyRun().ifPresent(run -> world.call(run, new ExecutionCommand.Read(BOB)));
    }
  }

  private void execute() {
    if (asked.size() < RUNS) {
      ExecutionId id = next();
      world.ask(execute(id, new Idempotency(Optional.of("alice/" + id), "same body")));
    }
  }

  private ExecutionId next() {
    ExecutionId id = ExecutionId.of(Plans.PIPELINE, "run " + asked.size());
    asked.add(id);
    return id;
  }

  private PipelineCommand execute(ExecutionId id, Idempotency idempotency) {
    return new PipelineCommand.Execute(
        ALICE,
        id,
        world.pipeline().revisions().size(),
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
      world.ask(execute(id, new Idempotency(key, "same body")));
    }
  }

  private void retry(Run run) {
    if (run.state().end().isEmpty() || asked.size() >= RUNS + 2) {
      return;
    }
    ExecutionId id = next();
    world.ask(
        new PipelineCommand.Retry(
            ALICE,
            id,
            run.state().pinned(),
            Map.of(),
            Reuse.of(run.state(), Optional.empty(), random.nextInt(4) == 0, Map.of(), Set.of()),
            false,
            new Idempotency(Optional.of("alice/" + id), "same body")));
  }

  /** Says what a gate or a forgotten attempt waits for. */
  void settle(Run run) {
    ExecutionCommand.Verdict verdict =
        random.nextInt(4) == 0 ? ExecutionCommand.Verdict.REJECT : ExecutionCommand.Verdict.APPROVE;
    Principal who = random.nextBoolean() ? BOB : World.person("carol");
    List<String> gates = List.copyOf(run.state().gates().keySet());
    Optional<String> gate =
        gates.size() < 2 ? Optional.empty() : Optional.of(gates.get(random.nextInt(gates.size())));
    world.call(run, new ExecutionCommand.Decide(who, gate, verdict, Optional.empty()));
    // the wake-up index has a row for each gate that waits for data
    gates.forEach(name -> world.call(run, new ExecutionCommand.Poke(name)));
    ExecutionCommand.Resolution[] choices = ExecutionCommand.Resolution.values();
    run.state().live().stream()
        .filter(attempt -> attempt.state() == AttemptState.FORGOTTEN)
        .forEach(
            attempt ->
                world.call(
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
    world.ask(
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

  /** Somebody without a part in it uses the engine's own console. */
  void outsider() {
    anyRun()
        .flatMap(run -> run.state().live().stream().findFirst())
        .ifPresent(attempt -> world.engine().fenceFromOutside(attempt.id()));
  }

  private Optional<Run> anyRun() {
    List<Run> started = world.started();
    return started.isEmpty()
        ? Optional.empty()
        : Optional.of(started.get(random.nextInt(started.size())));
  }
}
