package ai.matih.pipelines.embedded;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step being run once: begun or stopped, whichever comes first, and cut off at its timeout. */
final class StepCall {
  private static final Logger LOG = LoggerFactory.getLogger(StepCall.class);

  /** How a call ended. */
  sealed interface Outcome {
    Step step();

    /** The work is done. */
    record Ended(Step step, Instant at, StepResult result) implements Outcome {}

    /** The work failed. */
    record Broke(Step step, Failure failure) implements Outcome {}

    /** The work was stopped, or never begun. */
    record Stopped(Step step) implements Outcome {}
  }

  private final StepRunner runner;
  private final StepTask task;
  private final ScheduledExecutorService timer;
  private final AtomicReference<Duration> overdue = new AtomicReference<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  StepCall(StepRunner runner, StepTask task, ScheduledExecutorService timer) {
    this.runner = runner;
    this.task = task;
    this.timer = timer;
  }

  /** True once: for who may begin it, or for a stop that came before. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  CancelToken token() {
    return task.cancel();
  }

  /** Does the work on this thread. */
  Outcome run() {
    Step step = task.step();
    Optional<Future<?>> alarm = step.timeout().map(this::alarm);
    try {
      token().check();
      StepResult result = runner.run(task);
      return new Outcome.Ended(step, Instant.now(), result);
    } catch (StepCancelled e) {
      return overdue.get() == null ? new Outcome.Stopped(step) : broke(tookTooLong());
    } catch (StepFailure e) {
      return broke(overdue.get() == null ? e.inStep(step.name()).failure() : tookTooLong());
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.error("Step {} of {} broke", step.name(), task.attempt(), e);
      return broke(bug(e));
    } finally {
      alarm.ifPresent(set -> set.cancel(false));
    }
  }

  private Future<?> alarm(Duration timeout) {
    return timer.schedule(
        () -> {
          overdue.set(timeout);
          token().cancel("it took longer than " + timeout);
        },
        timeout.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private Outcome broke(Failure failure) {
    task.log().error(failure.message());
    return new Outcome.Broke(task.step(), failure);
  }

  private Failure tookTooLong() {
    return new Failure(
        FailureClass.TIMEOUT,
        "STEP_TIMEOUT",
        "step %s took longer than %d s".formatted(task.step().name(), overdue.get().toSeconds()),
        Optional.of("raise the step's timeout, or make it read less"),
        Optional.of(task.step().name()),
        false);
  }

  private Failure bug(Throwable why) {
    return new Failure(
        FailureClass.INFRASTRUCTURE,
        "STEP_BROKE",
        "step %s broke: %s".formatted(task.step().name(), why),
        Optional.of("look into the node's own log, and report it"),
        Optional.of(task.step().name()),
        true);
  }
}
