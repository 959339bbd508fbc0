package ai.matih.pipelines.definition;

import ai.matih.pipelines.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline is run.
 *
 * @param engine absent: the planner chooses
 * @param latency how fresh the output is wanted; under a minute means streaming
 * @param timeout a run that takes longer is ended
 * @param sla a run that takes longer raises an event
 * @param parallelism slots of a streaming job
 * @param minQualityScore from 0 to 1; below it a dataset is neither read nor loaded
 */
public record Orchestration(
    Optional<EngineKind> engine,
    Optional<Duration> latency,
    Optional<Schedule> schedule,
    List<Trigger> triggers,
    RetryPolicy retryPolicy,
    Optional<Duration> timeout,
    Optional<Duration> sla,
    Optional<Budget> budget,
    List<Approval> approvals,
    List<WaitFor> waitFor,
    List<Notification> notifications,
    Duration checkpointInterval,
    int parallelism,
    Optional<Double> minQualityScore) {
  public Orchestration {
    triggers = Immutable.list(triggers);
    approvals = Immutable.list(approvals);
    waitFor = Immutable.list(waitFor);
    notifications = Immutable.list(notifications);
  }
}
