package ai.matih.pipelines.simulation;

import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A {@link World} and its people, in an order that a seed decides. First everything goes wrong that
 * may; then it heals, and everything must come to its end.
 */
final class Simulation {
  private static final int CHAOS = 240;
  private static final int RECOVERY = 4_000;

  private final Random random;
  private final Random clockwork;
  private final SimulatedBackfills backfills;
  private final SimulatedTriggers triggers;
  private final SimulatedSchedules schedules;
  private final World world;
  private final People people;

  Simulation(long seed) {
    random = new Random(seed);
    clockwork = new Random(~seed);
    triggers = new SimulatedTriggers(new Random(seed * 31 + 7));
    schedules = new SimulatedSchedules(clockwork, triggers);
    backfills = new SimulatedBackfills(new Random(new SplittableRandom(seed).nextLong()));
    world = new World(random, clockwork, backfills, triggers);
    people = new People(random, schedules, world);
  }

  /** Plays it to the end; throws AssertionError where a promise is broken. */
  Coverage play() {
    people.create();
    world.begin();
    for (int step = 0; step < CHAOS; step++) {
      chaos();
    }
    world.heal();
    for (int step = 0; step < RECOVERY && !over(); step++) {
      if (schedules.any() && step == 100) {
        // A schedule never ends by itself.
        world.ask(new PipelineCommand.Pause(World.ALICE, Idempotency.NONE));
      }
      recovery();
    }
    everythingCameToItsEnd();
    return world.coverage();
  }

  private void chaos() {
    if (schedules.any()) {
      clockwork();
    }
    backfills.wish(world.pipeline(), World.ALICE).ifPresent(world::ask);
    triggers.wish(world.pipeline(), world.now()).ifPresent(world::ask);
    int dice = random.nextInt(100);
    if (dice < 48) {
      world.deliverOne();
    } else if (dice < 69) {
      world.engine().work();
    } else if (dice < 78) {
      world.pass(Duration.ofMillis(random.nextInt(12_000)));
    } else if (dice < 81) {
      world.pass(Duration.ofSeconds(random.nextInt(900)));
    } else if (dice < 82) {
      world.engine().comeAndGo();
    } else if (dice < 84) {
      world.crash();
    } else if (dice < 88) {
      world.trouble();
    } else if (dice < 92) {
      world.review();
    } else if (dice < 99) {
      people.doSomething();
    } else {
      people.outsider();
    }
  }

  /** Now and then nobody is there for hours, and the schedule has to catch up. */
  private void clockwork() {
    switch (clockwork.nextInt(60)) {
      case 0 -> world.sleep(Duration.ofMinutes(clockwork.nextInt(240)));
      case 1 -> world.ask(new PipelineCommand.Activate(World.ALICE, Idempotency.NONE));
      case 2 -> world.pass(Duration.ofMinutes(clockwork.nextInt(30)));
      default -> {}
    }
  }

  private void recovery() {
    for (int i = 0; i < 4; i++) {
      world.deliverOne();
    }
    world.engine().work();
    if (random.nextInt(10) == 0) {
      List.copyOf(world.runs()).stream()
          .filter(run -> !schedules.any() || run.state().end().isEmpty())
          .forEach(people::settle);
    }
    if (world.quiet()) {
      world.review();
      if (world.engine().running() == 0) {
        world.pass(world.untilNextDue());
      }
    }
  }

  private boolean over() {
    return world.quiet()
        && world.pipeline().inFlight() == 0
        && (world.pipeline().timetable().waiting().isEmpty()
            || world.pipeline().status() != PipelineStatus.ACTIVE)
        && SimulatedBackfills.rest(world.pipeline())
        && SimulatedTriggers.rest(world.pipeline())
        && world.slotsAreFree()
        && world.engine().running() == 0
        && world.started().stream().allMatch(run -> run.lifecycle().settled(run.state()));
  }

  private void everythingCameToItsEnd() {
    if (!over()) {
      throw new AssertionError(world.stuck());
    }
    world.promises().nothingStaysReserved(world.pipeline());
    SimulatedBackfills.whatSucceededIsComplete(world.pipeline());
    for (Run run : world.started()) {
      if (run.state().status() == ExecutionStatus.SUCCEEDED) {
        world.promises().everyLoadIsCommitted(run.state());
      }
    }
  }
}
