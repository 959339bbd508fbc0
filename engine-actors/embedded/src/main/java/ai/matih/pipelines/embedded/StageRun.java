package ai.matih.pipelines.embedded;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Report;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.Watch;
import ai.matih.pipelines.planning.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lease being worked off: the steps of a stage in the order of their dependencies, independent
 * ones side by side. Whoever runs it (one thread) starts steps and takes their news; other threads
 * only leave news or set flags.
 *
 * <p>The end of a step is noted in the lease before it is told: so a step whose end was told is
 * never run again by a later owner. A stage that ends soon writes only its end.
 */
final class StageRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StageRun.class);
  private static final long AGAIN_MILLIS = 200;
  private static final long ADVANCE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What all runs of a worker share. */
  record Setting(
      String owner,
      Duration lease,
      WorkLeases leases,
      StepRunner runner,
      Reports reports,
      Executor stepThreads,
      ScheduledExecutorService timer) {}

  private sealed interface News {}

  private record Ended(Step step, Instant at, StepResult result) implements News {}

  private record Broke(Step step, Failure failure) implements News {}

  private record Stopped(Step step) implements News {}

  private record Noted(boolean unknown) implements News {}

  private record Look() implements News {}

  private final Setting setting;
  private final AttemptId attempt;
  private final StageOrder order;
  private final Set<String> ofThisStage;
  private final long epoch;
  private final StageLog log;
  private final Consumer<StageRun> onEnd;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile long watch;
  private volatile long heldUntil;
  private volatile long renewAt;
  private volatile String cancelReason;
  private volatile boolean lost;
  private volatile boolean ending;

  // of the running thread alone
  private final Map<String, StepResult> finished = new LinkedHashMap<>();
  private final List<Step> waiting = new ArrayList<>();
  private final Map<Step, CancelToken> running = new HashMap<>();
  private final List<StepReport> untold = new ArrayList<>();
  private List<StepReport> beingNoted = List.of();
  private Optional<Failure> failure = Optional.empty();

  StageRun(Setting setting, Lease lease, long asked, StageLog log, Consumer<StageRun> onEnd) {
    this.setting = setting;
    this.attempt = lease.work();
    this.order =
        lease.order().orElseThrow(() -> new IllegalArgumentException("a lease without an order"));
    this.ofThisStage =
        order.stage().steps().stream().map(Step::name).collect(Collectors.toUnmodifiableSet());
    this.epoch = lease.epoch();
    this.watch = lease.watch();
    this.log = log;
    this.onEnd = onEnd;
    held(asked);
    if (lease.cancelAsked()) {
      cancelReason = "cancelled";
    }
    finished.putAll(order.finished());
    for (StepReport report : lease.progress()) {
      if (report instanceof StepReport.Ended ended) {
        finished.put(ended.step(), ended.result());
      }
    }
    order.stage().steps().stream()
        .filter(step -> !finished.containsKey(step.name()))
        .forEach(waiting::add);
  }

  AttemptId attempt() {
    return attempt;
  }

  /** Raises the watch that reports answer. */
  void watch(long number) {
    watch = Math.max(watch, number);
  }

  /** Stops the work; what has ended stays ended. */
  void cancel(String reason) {
    cancelReason = reason;
    news.add(new Look());
  }

  /** The lease is, or may be, another's: stop at once and say nothing more. */
  void lose() {
    lost = true;
    news.add(new Look());
  }

  /** Called a few times a second: own fence, renewal, log. */
  void tend(long now) {
    if (lost) {
      return;
    }
    if (now - heldUntil > 0) {
      LOG.warn("The lease of {} could not be renewed in time: it is given up", attempt);
      lose();
      return;
    }
    if (now - renewAt > 0 && renewing.compareAndSet(false, true)) {
      setting
          .leases()
          .renew(attempt, setting.owner(), epoch, List.of(), setting.lease())
          .whenComplete((row, failed) -> renewed(now, row, failed));
    }
    Thread.startVirtualThread(log::flush);
  }

  private void renewed(long asked, Optional<Lease> row, Throwable failed) {
    renewing.set(false);
    if (failed != null) {
      return;
    }
    row.ifPresentOrElse(lease -> stillHeld(asked, lease), this::lostUnlessEnding);
  }

  private void stillHeld(long asked, Lease lease) {
    held(asked);
    watch(lease.watch());
    if (lease.cancelAsked() && cancelReason == null) {
      cancel("cancelled");
    }
  }

  /** A renewal that finds the row ended by this very run is no loss. */
  private void lostUnlessEnding() {
    if (!ending) {
      lose();
    }
  }

  private void held(long asked) {
    heldUntil = asked + setting.lease().toNanos();
    renewAt = asked + setting.lease().toNanos() / 3;
  }

  @Override
  public void run() {
    try {
      work();
      log.flush();
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} is given up and will be taken over", attempt, e);
    } finally {
      onEnd.accept(this);
    }
  }

  private void work() throws InterruptedException {
    startReady();
    while (!running.isEmpty()) {
      take(news.take());
      for (News more = news.poll(); more != null; more = news.poll()) {
        take(more);
      }
      startReady();
      if (!running.isEmpty()) {
        note();
      }
    }
  }

  private boolean stopping() {
    return lost || cancelReason != null || failure.isPresent();
  }

  private void startReady() {
    boolean again = true;
    while (again && !stopping()) {
      again = false;
      for (Step step : List.copyOf(waiting)) {
        if (stopping() || !isReady(step)) {
          continue;
        }
        waiting.remove(step);
        if (setting.runner().isTrivial(step)) {
          untold.add(new StepReport.Started(step.name(), Instant.now()));
          take(attempt(task(step, new CancelToken())));
          again = true;
        } else {
          start(step);
        }
      }
    }
    if (stopping()) {
      String reason = cancelReason == null ? "the stage stops" : cancelReason;
      List.copyOf(running.values()).forEach(token -> token.cancel(reason));
    } else if (running.isEmpty() && !waiting.isEmpty()) {
      failure = Optional.of(stuck());
    }
  }

  /** Steps of other stages were waited for by the execution, before this one was submitted. */
  private boolean isReady(Step step) {
    return Stream.concat(step.after().stream(), step.inputs().stream().map(Step.Input::step))
        .allMatch(before -> finished.containsKey(before) || !ofThisStage.contains(before));
  }

  private void start(Step step) {
    CancelToken token = new CancelToken();
    running.put(step, token);
    StepTask task = task(step, token);
    setting
        .stepThreads()
        .execute(
            () -> {
              if (!token.isCancelled()) {
                tell(List.of(new StepReport.Started(step.name(), Instant.now())));
              }
              news.add(attempt(task));
            });
  }

  /** Runs the step on this thread, to its end or its timeout. */
  private News attempt(StepTask task) {
    Step step = task.step();
    CancelToken token = task.cancel();
    AtomicBoolean overdue = new AtomicBoolean();
    Optional<Future<?>> alarm =
        step.timeout()
            .map(
                timeout ->
                    setting
                        .timer()
                        .schedule(
                            () -> {
                              overdue.set(true);
                              token.cancel("it took longer than " + timeout);
                            },
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS));
    try {
      token.check();
      StepResult result = setting.runner().run(task);
      return new Ended(step, Instant.now(), result);
    } catch (StepCancelled e) {
      return overdue.get() ? new Broke(step, timedOut(step)) : new Stopped(step);
    } catch (StepFailure e) {
      Failure why = overdue.get() ? timedOut(step) : e.inStep(step.name()).failure();
      log.of(step.name()).error(why.message());
      return new Broke(step, why);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.error("Step {} of {} broke", step.name(), attempt, e);
      log.of(step.name()).error("The step broke: " + e);
      return new Broke(step, broken(step, e));
    } finally {
      alarm.ifPresent(set -> set.cancel(false));
    }
  }

  private StepTask task(Step step, CancelToken token) {
    return new StepTask(
        attempt,
        epoch,
        order,
        step,
        Map.copyOf(finished),
        token,
        new AdvanceReports(step.name()),
        log.of(step.name()));
  }

  private void take(News item) {
    switch (item) {
      case Ended ended -> {
        running.remove(ended.step());
        finished.put(ended.step().name(), ended.result());
        untold.add(new StepReport.Ended(ended.step().name(), ended.at(), ended.result()));
      }
      case Broke broke -> {
        running.remove(broke.step());
        failure = failure.or(() -> Optional.of(broke.failure()));
      }
      case Stopped stopped -> {
        running.remove(stopped.step());
        waiting.add(stopped.step());
      }
      case Noted noted -> noted(noted.unknown());
      case Look ignored -> {}
    }
  }

  /** Writes what has ended into the lease, one write at a time, and then tells it. */
  private void note() {
    if (untold.isEmpty() || !beingNoted.isEmpty() || lost) {
      return;
    }
    beingNoted = List.copyOf(untold);
    untold.clear();
    long asked = System.nanoTime();
    List<StepReport> ended =
        beingNoted.stream().filter(StepReport.Ended.class::isInstance).toList();
    setting
        .leases()
        .renew(attempt, setting.owner(), epoch, ended, setting.lease())
        .whenComplete(
            (row, failed) -> {
              renewed(asked, row, failed);
              news.add(new Noted(failed != null));
            });
  }

  private void noted(boolean unknown) {
    if (unknown) {
      untold.addAll(0, beingNoted);
      setting.timer().schedule(() -> news.add(new Look()), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } else if (!lost) {
      tell(beingNoted);
    }
    beingNoted = List.of();
  }

  private void end() throws InterruptedException {
    WorkLeases leases = setting.leases();
    ending = true;
    if (waiting.isEmpty() && failure.isEmpty()) {
      StageResult result = new StageResult(results());
      settle(
          () -> leases.complete(attempt, setting.owner(), epoch, result),
          new Observation.Succeeded(result));
    } else if (cancelReason != null) {
      settle(() -> leases.cancelled(attempt, setting.owner(), epoch), new Observation.Cancelled());
    } else if (failure.isPresent()) {
      Failure why = failure.get();
      settle(() -> leases.fail(attempt, setting.owner(), epoch, why), new Observation.Failed(why));
    }
  }

  private Map<String, StepResult> results() {
    Map<String, StepResult> results = new LinkedHashMap<>();
    for (Step step : order.stage().steps()) {
      results.put(step.name(), finished.get(step.name()));
    }
    return results;
  }

  /** Writes the end, until it is known that the row holds it or that the lease is lost. */
  private void settle(Supplier<CompletionStage<Boolean>> write, Observation seen)
      throws InterruptedException {
    while (!lost) {
      try {
        if (write.get().toCompletableFuture().join()) {
          tellEnd(seen);
        } else {
          tellEndIfOurs();
        }
        return;
      } catch (CompletionException e) {
        LOG.warn("The end of {} is not written yet: {}", attempt, e.getCause().toString());
        Thread.sleep(AGAIN_MILLIS);
      }
    }
  }

  /** An earlier write whose answer was lost may have ended the row. */
  private void tellEndIfOurs() {
    setting
        .leases()
        .observe(attempt, watch)
        .toCompletableFuture()
        .join()
        .filter(row -> row.epoch() == epoch && row.state() != WorkLeases.State.RUNNING)
        .ifPresent(row -> tellEnd(LeaseRow.observed(row)));
  }

  private void tellEnd(Observation seen) {
    untold.addAll(0, beingNoted);
    if (!untold.isEmpty()) {
      tell(untold);
    }
    setting.reports().report(currentWatch(), seen);
  }

  private void tell(List<StepReport> steps) {
    if (!lost) {
      setting.reports().report(currentWatch(), new Report.Steps(steps));
    }
  }

  private Watch currentWatch() {
    return new Watch(attempt, order.tenant(), watch);
  }

  private Failure timedOut(Step step) {
    return new Failure(
        FailureClass.TIMEOUT,
        "STEP_TIMEOUT",
        "step %s took longer than %s".formatted(step.name(), step.timeout().orElseThrow()),
        Optional.of("raise the step's timeout, or make it read less"),
        Optional.of(step.name()),
        false);
  }

  private static Failure broken(Step step, Throwable why) {
    return new Failure(
        FailureClass.INFRASTRUCTURE,
        "STEP_BROKE",
        "step %s broke: %s".formatted(step.name(), why),
        Optional.of("look into the node's own log, and report it"),
        Optional.of(step.name()),
        true);
  }

  private Failure stuck() {
    return new Failure(
        FailureClass.CONFIGURATION,
        "STEPS_WAIT",
        "these steps wait for each other: "
            + waiting.stream().map(Step::name).collect(Collectors.joining(", ")),
        Optional.of("take the cycle out of the definition"),
        Optional.empty(),
        false);
  }

  /** Tells of a step's rows and bytes a few times a second. */
  private final class AdvanceReports implements ai.matih.pipelines.connectors.Progress {
    private final String step;
    private long next = System.nanoTime() + ADVANCE_EVERY_NANOS;

    private AdvanceReports(String step) {
      this.step = step;
    }

    @Override
    public void advanced(long rows, long bytes) {
      long now = System.nanoTime();
      if (now - next > 0) {
        next = now + ADVANCE_EVERY_NANOS;
        tell(List.of(new StepReport.Advanced(step, Instant.now(), rows, bytes)));
      }
    }
  }
}
