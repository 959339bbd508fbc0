package ai.matih.pipelines.embedded;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.embedded.StepCall.Outcome;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lease being worked off: the steps of a stage in the order of their dependencies, independent
 * ones side by side. Whoever runs it (one thread) starts steps and takes their news; other threads
 * only leave news.
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
      Executor logWriter,
      ScheduledExecutorService timer,
      WorkFigures figures) {}

  private sealed interface News {
    /** A step's call is over. */
    record Over(Outcome outcome) implements News {}

    /** The note in the lease was answered. */
    record Noted(boolean known) implements News {}

    /** Something changed: look again. */
    record Look() implements News {}
  }

  private final Setting setting;
  private final AttemptId attempt;
  private final StageOrder order;
  private final HeldLease lease;
  private volatile boolean endTold;
  private final StageLog log;
  private final Set<String> ofThisStage;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private volatile Optional<String> cancelReason = Optional.empty();

  // of the running thread alone
  private final Map<String, StepResult> finished = new LinkedHashMap<>();
  private final List<Step> waiting = new ArrayList<>();
  private final Map<Step, StepCall> running = new LinkedHashMap<>();
  private final List<StepReport> untold = new ArrayList<>();
  private List<StepReport> beingNoted = List.of();
  private Optional<Failure> failure = Optional.empty();

  StageRun(Setting setting, Lease row, long asked, StageLog log) {
    this.setting = setting;
    this.attempt = row.work();
    this.order =
        row.order().orElseThrow(() -> new IllegalArgumentException("a lease without an order"));
    this.log = log;
    this.lease =
        new HeldLease(
            setting.leases(), setting.owner(), setting.lease(), row, asked, new Interruption());
    if (row.cancelAsked()) {
      cancelReason = Optional.of("cancelled");
    }
    finished.putAll(order.finished());
    for (StepReport report : row.progress()) {
      if (report instanceof StepReport.Ended ended && setting.runner().has(ended.result())) {
        finished.put(ended.step(), ended.result());
      }
    }
    List<Step> steps = order.stage().steps();
    this.ofThisStage = steps.stream().map(Step::name).collect(Collectors.toUnmodifiableSet());
    steps.stream().filter(step -> !finished.containsKey(step.name())).forEach(waiting::add);
  }

  AttemptId attempt() {
    return attempt;
  }

  /** Completes when nothing of this run is at work any more. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** Raises the watch that reports answer; false if the end was told to one before it. */
  boolean watch(long number) {
    lease.watch(number);
    return !endTold;
  }

  /** Stops the work; what has ended stays ended. */
  void cancel(String reason) {
    cancelReason = Optional.of(reason);
    news.add(new News.Look());
  }

  /** Stops the work without another word; the lease is left to expire. */
  void drop() {
    lease.lose();
  }

  /** Called a few times a second, on a thread that must not block. */
  void tend(long now) {
    lease.tend(now);
    writeLog();
  }

  private void writeLog() {
    if (log.hasLines()) {
      setting.logWriter().execute(log::flush);
    }
  }

  @Override
  public void run() {
    try {
      work();
      writeLog();
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} is given up and will be taken over", attempt, e);
      lease.lose();
    } finally {
      over.complete(null);
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
    return lease.isLost() || cancelReason.isPresent() || failure.isPresent();
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
          take(call(step).run());
          again = true;
        } else {
          start(step);
        }
      }
    }
    if (stopping()) {
      List.copyOf(running.entrySet()).forEach(entry -> stop(entry.getKey(), entry.getValue()));
    } else if (running.isEmpty() && !waiting.isEmpty()) {
      failure = Optional.of(stuck());
    }
  }

  /** Steps of other stages were waited for by the execution, before this one was submitted. */
  private boolean isReady(Step step) {
    return Stream.concat(step.after().stream(), step.inputs().stream().map(Step.Input::step))
        .allMatch(before -> finished.containsKey(before) || !ofThisStage.contains(before));
  }

  private StepCall call(Step step) {
    return new StepCall(
        setting.runner(),
        new StepTask(
            attempt,
            lease.epoch(),
            order,
            step,
            Map.copyOf(finished),
            new CancelToken(),
            new AdvanceReports(step.name()),
            log.of(step.name())),
        setting.timer());
  }

  private void start(Step step) {
    StepCall call = call(step);
    running.put(step, call);
    setting
        .stepThreads()
        .execute(
            () -> {
              if (call.take()) {
                tell(List.of(new StepReport.Started(step.name(), Instant.now())));
                news.add(new News.Over(counted(call)));
              }
            });
  }

  private Outcome counted(StepCall call) {
    setting.figures().stepBegan();
    try {
      return call.run();
    } finally {
      setting.figures().stepOver();
    }
  }

  /** A step that still waits for a thread is over at once. */
  private void stop(Step step, StepCall call) {
    if (call.take()) {
      take(new Outcome.Stopped(step));
    } else {
      call.token().cancel(cancelReason.orElse("the stage stops"));
    }
  }

  private void take(News item) {
    switch (item) {
      case News.Over ended -> take(ended.outcome());
      case News.Noted noted -> noted(noted.known());
      case News.Look ignored -> {}
    }
  }

  private void take(Outcome outcome) {
    running.remove(outcome.step());
    switch (outcome) {
      case Outcome.Ended ended -> {
        finished.put(ended.step().name(), ended.result());
        untold.add(new StepReport.Ended(ended.step().name(), ended.at(), ended.result()));
      }
      case Outcome.Broke broke -> failure = failure.or(() -> Optional.of(broke.failure()));
      case Outcome.Stopped stopped -> waiting.add(stopped.step());
    }
  }

  /** Writes what has ended into the lease, one write at a time, and then tells it. */
  private void note() {
    if (untold.isEmpty() || !beingNoted.isEmpty() || lease.isLost()) {
      return;
    }
    beingNoted = List.copyOf(untold);
    untold.clear();
    lease
        .note(beingNoted.stream().filter(StepReport.Ended.class::isInstance).toList())
        .thenAccept(known -> news.add(new News.Noted(known)));
  }

  private void noted(boolean known) {
    if (known) {
      tell(beingNoted);
    } else {
      untold.addAll(0, beingNoted);
      setting
          .timer()
          .schedule(() -> news.add(new News.Look()), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    beingNoted = List.of();
  }

  private void end() throws InterruptedException {
    WorkLeases leases = setting.leases();
    lease.ending();
    if (waiting.isEmpty() && failure.isEmpty()) {
      StageResult result = new StageResult(results());
      settle(
          () -> leases.complete(attempt, setting.owner(), lease.epoch(), result),
          new Observation.Succeeded(result));
    } else if (cancelReason.isPresent()) {
      settle(
          () -> leases.cancelled(attempt, setting.owner(), lease.epoch()),
          new Observation.Cancelled());
    } else if (failure.isPresent()) {
      Failure why = failure.get();
      settle(
          () -> leases.fail(attempt, setting.owner(), lease.epoch(), why),
          new Observation.Failed(why));
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
    while (!lease.isLost()) {
      try {
        if (write.get().toCompletableFuture().join()) {
          tellEnd(seen);
        } else {
          lease
              .endedHere()
              .toCompletableFuture()
              .join()
              .ifPresent(row -> tellEnd(LeaseRow.observed(row)));
        }
        return;
      } catch (CompletionException e) {
        LOG.warn("The end of {} is not written yet: {}", attempt, e.getCause().toString());
        Thread.sleep(AGAIN_MILLIS);
      }
    }
  }

  private void tellEnd(Observation seen) {
    // before the watch is read: who raises it later finds this set, and asks once more
    endTold = true;
    untold.addAll(0, beingNoted);
    if (!untold.isEmpty()) {
      setting.reports().report(currentWatch(), new Report.Steps(untold));
    }
    setting.reports().report(currentWatch(), seen);
  }

  private void tell(List<StepReport> steps) {
    if (!lease.isLost()) {
      setting.reports().report(currentWatch(), new Report.Steps(steps));
    }
  }

  private Watch currentWatch() {
    return new Watch(attempt, order.tenant(), lease.watch());
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

  private final class Interruption implements HeldLease.Holder {
    @Override
    public void cancelAsked() {
      if (cancelReason.isEmpty()) {
        cancel("cancelled");
      }
    }

    @Override
    public void lost() {
      setting.figures().leaseLost();
      news.add(new News.Look());
    }
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
