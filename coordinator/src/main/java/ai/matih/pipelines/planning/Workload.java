package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.SparkTransform;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the choice of an engine looks at.
 *
 * @param endless the source without an end, if there is one
 * @param latency how fresh the output must be
 * @param waits an approval or another wait for people, as a reason
 * @param pinned engines that single steps are pinned to
 * @param inputBytes of all sources together
 * @param largeJoin a step that joins two large inputs
 * @param sparkStep a step that only makes sense on Spark
 * @param started what starts runs apart from people: schedule, trigger, task graph
 */
record Workload(
    Optional<String> endless,
    Optional<Duration> latency,
    Optional<String> waits,
    Set<EngineKind> pinned,
    OptionalLong inputBytes,
    Optional<String> largeJoin,
    Optional<String> sparkStep,
    Optional<String> started) {

  static Workload of(PipelineDefinition definition, List<DraftStep> steps, SourceFacts facts) {
    Set<EngineKind> pinned = new TreeSet<>();
    steps.forEach(step -> step.pinned().ifPresent(pinned::add));
    return new Workload(
        steps.stream().flatMap(step -> endless(step).stream()).findFirst(),
        definition.orchestration().latency(),
        waits(steps),
        pinned,
        facts.bytes(),
        steps.stream().filter(step -> joinsLarge(step, facts)).map(DraftStep::name).findFirst(),
        steps.stream().filter(Workload::isSpark).map(DraftStep::name).findFirst(),
        started(definition));
  }

  private static Optional<String> endless(DraftStep step) {
    return step.work() instanceof StepWork.Extract extract
            && EngineLimits.isContinuous(extract.source())
        ? Optional.of("source " + extract.sourceName() + " has no end")
        : Optional.empty();
  }

  private static Optional<String> waits(List<DraftStep> steps) {
    return steps.stream()
        .flatMap(step -> Gates.before(step).stream())
        .filter(gate -> gate.waitFor().isEmpty())
        .map(gate -> "gate " + gate.name() + " waits for people")
        .findFirst();
  }

  /** Sizes are known of sources only: a step that reads two large ones. */
  private static boolean joinsLarge(DraftStep step, SourceFacts facts) {
    return step.inputs().stream()
            .filter(input -> facts.bytes(input.relation()).orElse(0) > DataSize.GB)
            .count()
        >= 2;
  }

  private static boolean isSpark(DraftStep step) {
    return switch (step.work()) {
      case StepWork.Transform transform -> transform.transformation() instanceof SparkTransform;
      case StepWork.Task task -> task.work() instanceof TaskWork.Spark;
      case StepWork.Extract ignored -> false;
      case StepWork.Check ignored -> false;
      case StepWork.Load ignored -> false;
    };
  }

  private static Optional<String> started(PipelineDefinition definition) {
    Orchestration orchestration = definition.orchestration();
    Optional<Schedule> schedule = orchestration.schedule();
    if (schedule.isPresent()) {
      return Optional.of("schedule " + schedule.get().cron());
    }
    if (!orchestration.triggers().isEmpty()) {
      return Optional.of("started by triggers");
    }
    return definition.tasks().isEmpty() ? Optional.empty() : Optional.of("a task graph");
  }
}
