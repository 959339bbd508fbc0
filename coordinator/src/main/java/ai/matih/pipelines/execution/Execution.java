package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.entity.Sharing;
import ai.matih.pipelines.execution.ExecutionEvent.CancelReason;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run: what its journal comes to. Immutable; its maps are in the order of the plan.
 *
 * @param spec what it is pinned to; empty before the start, which callers never see
 * @param startedAt when its start was journaled
 * @param gates those that have opened
 * @param stop why it is being, or was, stopped
 * @param end its end, which is final
 * @param late whether it was not done when its SLA was due
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Execution(
    Optional<ExecutionSpec> spec,
    Phase phase,
    Optional<Instant> startedAt,
    Map<String, StageRun> stages,
    Map<String, StepRun> steps,
    Map<String, Gate> gates,
    Optional<Stop> stop,
    Optional<End> end,
    boolean late) {

  /** The run before its start. */
  public static final Execution NONE =
      new Execution(
          Optional.empty(),
          Phase.NEW,
          Optional.empty(),
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** Why a run is stopped; {@code failure} if a stage of it failed. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Stop(CancelReason why, String reason, Optional<Failure> failure, Instant at) {}

  /**
   * How it ended.
   *
   * @param abandoned ended without proof that every engine stopped
   * @param settled the pipeline has noted it: nothing is owed any more
   * @param round how often the end was owed once more, because the pipeline promised the run again
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record End(
      ExecutionStatus status,
      Optional<Failure> failure,
      BigDecimal cost,
      boolean abandoned,
      Instant at,
      boolean settled,
      int round) {

    End noted() {
      return new End(status, failure, cost, abandoned, at, true, round);
    }

    End owed() {
      return new End(status, failure, cost, abandoned, at, false, round + 1);
    }
  }

  public Execution {
    stages = Sharing.of(stages);
    steps = Sharing.of(steps);
    gates = Sharing.of(gates);
  }

  /** What it is pinned to; throws NoSuchElementException before the start. */
  public ExecutionSpec pinned() {
    return spec.orElseThrow();
  }

  /** Its plan; throws NoSuchElementException before the start. */
  public Plan plan() {
    return pinned().plan();
  }

  /** What the API shows: a function of phase and stages. */
  public ExecutionStatus status() {
    return StatusRule.of(this);
  }

  /** Every attempt of every stage, by stage and number. */
  public List<Attempt> attempts() {
    return stages.values().stream().map(StageRun::attempts).flatMap(Collection::stream).toList();
  }

  /** The attempt of this id, if it was made. */
  public Optional<Attempt> attempt(AttemptId id) {
    return Optional.ofNullable(stages.get(id.stage()))
        .map(StageRun::attempts)
        .filter(all -> id.number() <= all.size())
        .map(all -> all.get(id.number() - 1))
        .filter(attempt -> attempt.id().equals(id));
  }

  /** Attempts that may be running now. */
  public List<Attempt> live() {
    List<Attempt> live = new ArrayList<>(1);
    stages.values().forEach(stage -> stage.live().ifPresent(live::add));
    return List.copyOf(live);
  }

  /** How far it is. */
  public Progress progress() {
    int total = steps.size();
    int done = (int) steps.values().stream().filter(StepRun::finished).count();
    Optional<String> current =
        steps.values().stream()
            .filter(step -> step.state() == StepRun.State.RUNNING)
            .map(StepRun::name)
            .findFirst();
    return new Progress(total, done, current, total == 0 ? 100 : done * 100 / total);
  }

  /** What it has moved; steps taken over from an earlier run moved nothing in this one. */
  public Metrics metrics() {
    long rowsRead = 0;
    long bytesRead = 0;
    long rowsWritten = 0;
    long bytesWritten = 0;
    long cpuMillis = 0;
    for (StepRun step : steps.values()) {
      if (step.state() == StepRun.State.REUSED || step.result().isEmpty()) {
        continue;
      }
      StepResult result = step.result().get();
      cpuMillis += result.cpuMillis();
      if (!result.inputs().isEmpty()) {
        rowsRead += result.rowsIn();
        bytesRead += result.bytesIn();
      }
      if (result.commit().isPresent()) {
        rowsWritten += result.rowsOut();
        bytesWritten += result.bytesOut();
      }
    }
    return new Metrics(rowsRead, bytesRead, rowsWritten, bytesWritten, cpuMillis, elapsed());
  }

  private Duration elapsed() {
    return startedAt
        .flatMap(from -> end.map(ended -> Duration.between(from, ended.at())))
        .filter(took -> !took.isNegative())
        .orElse(Duration.ZERO);
  }

  /** The commits that stand, whatever became of the run. */
  public List<CommitKey> committed() {
    return steps.values().stream()
        .flatMap(step -> step.result().stream())
        .flatMap(result -> result.commit().stream())
        .toList();
  }

  /** The lowest score of its checks, 0 to 1; empty if none has run. */
  public Optional<Double> qualityScore() {
    return steps.values().stream()
        .flatMap(step -> step.result().stream())
        .flatMap(result -> result.quality().stream())
        .map(quality -> quality.score())
        .min(Double::compare);
  }

  /** When its timeout falls, if it has one. */
  public Optional<Instant> deadline() {
    return spec.flatMap(pinned -> pinned.plan().timeout())
        .flatMap(timeout -> startedAt.map(from -> from.plus(timeout)));
  }

  /** When its SLA is due, if it has one that it has not missed. */
  public Optional<Instant> slaDue() {
    return late
        ? Optional.empty()
        : spec.flatMap(ExecutionSpec::expectations).flatMap(Expectations::slaDue);
  }

  Execution missed() {
    return new Execution(spec, phase, startedAt, stages, steps, gates, stop, end, true);
  }

  Execution in(Phase next) {
    return new Execution(spec, next, startedAt, stages, steps, gates, stop, end, late);
  }

  Execution with(StageRun stage) {
    return new Execution(
        spec,
        phase,
        startedAt,
        Sharing.plus(stages, stage.name(), stage),
        steps,
        gates,
        stop,
        end,
        late);
  }

  Execution with(StepRun step) {
    return new Execution(
        spec,
        phase,
        startedAt,
        stages,
        Sharing.plus(steps, step.name(), step),
        gates,
        stop,
        end,
        late);
  }

  Execution withSteps(Map<String, StepRun> changed) {
    return new Execution(spec, phase, startedAt, stages, changed, gates, stop, end, late);
  }

  Execution with(Gate gate) {
    return new Execution(
        spec,
        phase,
        startedAt,
        stages,
        steps,
        Sharing.plus(gates, gate.name(), gate),
        stop,
        end,
        late);
  }

  Execution with(Stop why) {
    return new Execution(spec, phase, startedAt, stages, steps, gates, Optional.of(why), end, late);
  }

  Execution with(End how) {
    return new Execution(
        spec, phase, startedAt, stages, steps, gates, stop, Optional.of(how), late);
  }
}
