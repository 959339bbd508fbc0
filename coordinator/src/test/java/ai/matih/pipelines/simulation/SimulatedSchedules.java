package ai.matih.pipelines.simulation;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The definitions between which the owner of a pipeline changes, with and without a schedule. */
final class SimulatedSchedules {
  private final List<Optional<Schedule>> schedules = new ArrayList<>();
  private final List<List<Trigger>> triggers = new ArrayList<>();

  /** Three definitions; three quarters of all seeds have no schedule at all. */
  SimulatedSchedules(Random random, SimulatedTriggers outside) {
    boolean scheduled = random.nextInt(4) == 0;
    for (int i = 0; i < 3; i++) {
      triggers.add(outside.ofDefinition());
      schedules.add(
          scheduled && random.nextInt(6) > 0 ? Optional.of(schedule(random)) : Optional.empty());
    }
  }

  private static Schedule schedule(Random random) {
    OverlapPolicy[] policies = OverlapPolicy.values();
    Catchup[] catchups = Catchup.values();
    return new Schedule(
        random.nextBoolean() ? "*/5 * * * *" : "*/20 * * * *",
        ZoneOffset.UTC,
        Optional.empty(),
        Optional.empty(),
        policies[random.nextInt(policies.length)],
        1 + random.nextInt(2),
        random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(2),
        random.nextBoolean() ? Duration.ofHours(1) : Duration.ofMinutes(10),
        catchups[random.nextInt(catchups.length)]);
  }

  boolean any() {
    return schedules.stream().anyMatch(Optional::isPresent);
  }

  /** The proposal of content {@code number}: the same content is the same definition. */
  PipelineCommand.Proposal proposal(Plan plan, int number) {
    return new PipelineCommand.Proposal(
        Plans.definition(
            schedules.get(number),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(2)),
            triggers.get(number)),
        plan,
        "content " + number,
        "hash " + number);
  }
}
