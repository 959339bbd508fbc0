package ai.matih.pipelines.simulation;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.quality.QualityResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An engine with its gateway, as bad as engines are: it cannot be reached, forgets, is stopped by
 * others, loses workers, ends without a result, and counts again from 0. It keeps the contract of
 * adapters: a second submit of an attempt is no second job, and a fenced name never starts.
 */
final class SimulatedEngine {
  private enum State {
    RUNNING,
    SUCCEEDED,
    SUCCEEDED_WITHOUT_RESULT,
    FAILED,
    CANCELLED
  }

  private static final class Job {
    private final AttemptId id;
    private final StageOrder order;
    private final Map<String, StepResult> done = new LinkedHashMap<>();
    private State state = State.RUNNING;
    private Optional<Failure> failure = Optional.empty();
    private boolean stopping;
    private boolean outOfSight;
    private long watch;
    private long n;

    private Job(AttemptId id, StageOrder order, long watch) {
      this.id = id;
      this.order = order;
      this.watch = watch;
      this.done.putAll(order.finished());
    }

    private List<Step> open() {
      return order.stage().steps().stream().filter(step -> !done.containsKey(step.name())).toList();
    }
  }

  private final Random random;
  private final Consumer<EngineEvent> emit;
  private final Consumer<AttemptId> beforeCommit;
  private final Predicate<AttemptId> overForItsRun;
  private final Map<AttemptId, Job> jobs = new LinkedHashMap<>();
  private final Set<AttemptId> fenced = new HashSet<>();
  private final Set<AttemptId> purged = new HashSet<>();
  private final Map<CommitKey, AttemptId> commits = new HashMap<>();
  private final Set<ExecutionId> reallyFailed = new HashSet<>();
  private final Set<AttemptId> lostSight = new HashSet<>();
  private boolean reachable = true;
  private boolean kind;

  /**
   * @param beforeCommit sees the attempt that is about to write to a sink
   * @param overForItsRun whether nobody waits for the attempt any more: such an orphan ends only if
   *     it is told to, once nothing else goes wrong
   */
  SimulatedEngine(
      Random random,
      Consumer<EngineEvent> emit,
      Consumer<AttemptId> beforeCommit,
      Predicate<AttemptId> overForItsRun) {
    this.random = random;
    this.overForItsRun = overForItsRun;
    this.emit = emit;
    this.beforeCommit = beforeCommit;
  }

  /** From now on nothing goes wrong any more; what went wrong stays so. */
  void heal() {
    kind = true;
    reachable = true;
    jobs.values().forEach(job -> job.outOfSight = false);
  }

  boolean runs(AttemptId attempt) {
    return jobs.containsKey(attempt) && jobs.get(attempt).state == State.RUNNING;
  }

  long running() {
    return jobs.values().stream().filter(job -> job.state == State.RUNNING).count();
  }

  boolean committed(CommitKey key) {
    return commits.containsKey(key);
  }

  /** True if work of this run failed, was refused, lost or stopped by others. */
  boolean reallyFailed(ExecutionId execution) {
    return reallyFailed.contains(execution);
  }

  /** True if the engine ever lost sight of the attempt, or of its results. */
  boolean lostSight(AttemptId attempt) {
    return lostSight.contains(attempt);
  }

  void receive(EngineCommand command) {
    if (!reachable) {
      emit.accept(
          new EngineEvent.EngineUnreachable(
              command.attempt(), watchOf(command), 0, "connection refused"));
      return;
    }
    Job job = jobs.get(command.attempt());
    switch (command) {
      case EngineCommand.SubmitStage submit -> submit(submit, job);
      case EngineCommand.ObserveStage observe -> observe(observe.attempt(), observe.watch(), job);
      case EngineCommand.FenceStage fence -> {
        if (job == null) {
          fenced.add(fence.attempt());
        }
        observe(fence.attempt(), fence.watch(), job);
      }
      case EngineCommand.CancelStage ignored -> {
        if (job != null) {
          job.stopping = true;
        }
      }
      case EngineCommand.SignalStage ignored -> {}
    }
  }

  private static long watchOf(EngineCommand command) {
    return switch (command) {
      case EngineCommand.SubmitStage submit -> submit.watch();
      case EngineCommand.ObserveStage observe -> observe.watch();
      case EngineCommand.FenceStage fence -> fence.watch();
      case EngineCommand.CancelStage ignored -> 0;
      case EngineCommand.SignalStage ignored -> 0;
    };
  }

  private void submit(EngineCommand.SubmitStage submit, Job known) {
    AttemptId attempt = submit.attempt();
    if (known != null || fenced.contains(attempt) || purged.contains(attempt)) {
      observe(attempt, submit.watch(), known);
      return;
    }
    if (!kind && random.nextInt(40) == 0) {
      fenced.add(attempt);
      reallyFailed.add(attempt.execution());
      emit.accept(
          new EngineEvent.StageFailed(
              attempt, submit.watch(), 0, failure(FailureClass.CONFIGURATION, Optional.empty())));
      return;
    }
    for (Job other : jobs.values()) {
      if (other.state == State.RUNNING
          && other.id.execution().equals(attempt.execution())
          && other.id.stage().equals(attempt.stage())) {
        throw new AssertionError("two live attempts: " + other.id + " and " + attempt);
      }
    }
    Job job = new Job(attempt, submit.order(), submit.watch());
    jobs.put(attempt, job);
    accepted(job);
  }

  private void observe(AttemptId attempt, long watch, Job job) {
    if (job == null || job.outOfSight) {
      if (fenced.contains(attempt)) {
        emit.accept(new EngineEvent.StageFenced(attempt, watch, 0));
      } else if (job != null || (purged.contains(attempt) && random.nextBoolean())) {
        emit.accept(new EngineEvent.StageForgotten(attempt, watch, 0, "not in its history"));
      } else {
        emit.accept(new EngineEvent.StageAbsent(attempt, watch, 0));
      }
      return;
    }
    job.watch = Math.max(job.watch, watch);
    tell(job);
  }

  private void tell(Job job) {
    switch (job.state) {
      case RUNNING -> {
        if (job.done.isEmpty() || random.nextInt(3) != 0) {
          accepted(job);
        }
        progress(
            job,
            job.done.entrySet().stream()
                .<StepReport>map(
                    done -> new StepReport.Ended(done.getKey(), time(), done.getValue()))
                .toList());
      }
      case SUCCEEDED ->
          emit.accept(
              new EngineEvent.StageSucceeded(
                  job.id, job.watch, job.n++, new StageResult(job.done)));
      case SUCCEEDED_WITHOUT_RESULT ->
          emit.accept(
              new EngineEvent.StageSucceeded(
                  job.id, job.watch, job.n++, new StageResult(Map.of())));
      case FAILED ->
          emit.accept(
              new EngineEvent.StageFailed(job.id, job.watch, job.n++, job.failure.orElseThrow()));
      case CANCELLED -> emit.accept(new EngineEvent.StageCancelled(job.id, job.watch, job.n++));
    }
  }

  private void accepted(Job job) {
    emit.accept(
        new EngineEvent.StageAccepted(
            job.id, job.watch, job.n++, "job " + job.id, "i1", Optional.empty()));
  }

  private void progress(Job job, List<StepReport> reports) {
    if (!reports.isEmpty()) {
      emit.accept(new EngineEvent.StepProgress(job.id, job.watch, job.n++, reports));
    }
  }

  /** Something happens to one of the running jobs. */
  void work() {
    List<Job> running = jobs.values().stream().filter(job -> job.state == State.RUNNING).toList();
    if (running.isEmpty()) {
      return;
    }
    Job job = running.get(random.nextInt(running.size()));
    if (!kind && mishap(job)) {
      return;
    }
    if (job.stopping && random.nextInt(10) < 7) {
      job.state = State.CANCELLED;
      tell(job);
      return;
    }
    if (kind && overForItsRun.test(job.id)) {
      accepted(job);
      return;
    }
    List<Step> open = job.open();
    if (open.isEmpty()) {
      if (!kind && random.nextInt(25) == 0) {
        lostSight.add(job.id);
        job.state = State.SUCCEEDED_WITHOUT_RESULT;
      } else {
        job.state = State.SUCCEEDED;
      }
      tell(job);
      return;
    }
    Step step = open.getFirst();
    if (random.nextInt(3) == 0) {
      progress(
          job,
          List.of(
              random.nextBoolean()
                  ? new StepReport.Started(step.name(), time())
                  : new StepReport.Advanced(step.name(), time(), random.nextInt(100), 7)));
      return;
    }
    StepResult result = result(job, step);
    job.done.put(step.name(), result);
    progress(
        job,
        List.of(
            new StepReport.Started(step.name(), time()),
            new StepReport.Ended(step.name(), time(), result)));
  }

  private boolean mishap(Job job) {
    switch (random.nextInt(60)) {
      case 0 -> fail(job, failure(FailureClass.LOST, Optional.empty()));
      case 1 -> fail(job, failure(FailureClass.USER, step(job)));
      case 2, 3 -> fail(job, failure(FailureClass.INFRASTRUCTURE, step(job)));
      case 4 -> {
        job.state = State.CANCELLED;
        if (!job.stopping) {
          reallyFailed.add(job.id.execution());
        }
        tell(job);
      }
      case 5 -> {
        lostSight.add(job.id);
        jobs.remove(job.id);
        purged.add(job.id);
      }
      case 6, 7, 10 -> {
        lostSight.add(job.id);
        job.outOfSight = !job.outOfSight;
      }
      case 8, 9 -> job.n = 0;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void fail(Job job, Failure failure) {
    job.state = State.FAILED;
    job.failure = Optional.of(failure);
    reallyFailed.add(job.id.execution());
    tell(job);
  }

  private static Optional<String> step(Job job) {
    return job.open().stream().map(Step::name).findFirst();
  }

  static Failure failure(FailureClass failureClass, Optional<String> step) {
    return new Failure(
        failureClass, failureClass + "_TROUBLE", "it broke", Optional.empty(), step, true);
  }

  /** A step whose name begins with {@code load} writes to a sink, once under its commit key. */
  private StepResult result(Job job, Step step) {
    Optional<CommitKey> key = Optional.empty();
    boolean there = false;
    if (step.name().startsWith("load")) {
      CommitKey commit =
          CommitKey.of(job.order.root(), job.order.stage().name(), step.name(), "sink");
      there = commits.containsKey(commit);
      if (!there) {
        beforeCommit.accept(job.id);
        commits.put(commit, job.id);
      }
      key = Optional.of(commit);
    }
    Optional<QualityResult> quality =
        step.name().startsWith("check")
            ? Optional.of(
                new QualityResult(
                    step.name(),
                    "a",
                    random.nextBoolean(),
                    1,
                    2,
                    "0 rows",
                    0.5,
                    "approve",
                    Optional.empty()))
            : Optional.empty();
    return new StepResult(1, 1, 1, 1, 1, List.of(), Optional.empty(), quality, key, there);
  }

  /** The engine's clock is anybody's guess. */
  private Instant time() {
    return Instant.EPOCH.plusSeconds(random.nextInt(1_000_000));
  }

  void comeAndGo() {
    reachable = kind || random.nextBoolean();
  }

  /** Somebody takes the name of an attempt that has not begun, in the engine's own console. */
  void fenceFromOutside(AttemptId attempt) {
    if (!jobs.containsKey(attempt)) {
      fenced.add(attempt);
      reallyFailed.add(attempt.execution());
      emit.accept(new EngineEvent.StageFenced(attempt, 0, 0));
    }
  }
}
