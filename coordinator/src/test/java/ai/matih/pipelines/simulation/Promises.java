package ai.matih.pipelines.simulation;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.execution.Attempt;
import ai.matih.pipelines.execution.AttemptState;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.pipeline.Pipeline;
import java.util.Collection;
import java.util.List;

/** What must hold after every step, whatever happened before; throws AssertionError if not. */
final class Promises {
  private final SimulatedEngine engine;

  Promises(SimulatedEngine engine) {
    this.engine = engine;
  }

  /** {@code event} is journaled in the state {@code before}. */
  void journaled(Execution before, ExecutionEvent event) {
    if (event instanceof ExecutionEvent.AttemptIntended intended
        && before.stages().get(intended.attempt().stage()).live().isPresent()) {
      throw new AssertionError("intended beside a live attempt: " + intended.attempt());
    }
    if (event instanceof ExecutionEvent.AttemptForgotten forgotten
        && !engine.lostSight(forgotten.attempt())) {
      throw new AssertionError("called forgotten and was not: " + forgotten);
    }
    if (event instanceof ExecutionEvent.StepEnded ended
        && before.steps().get(ended.step()).finished()) {
      throw new AssertionError("a finished step ended again: " + ended.step());
    }
    if (event instanceof ExecutionEvent.ExecutionEnded ended) {
      endHasItsCause(before, ended);
    }
  }

  private void endHasItsCause(Execution before, ExecutionEvent.ExecutionEnded ended) {
    boolean cause =
        switch (ended.status()) {
          case SUCCEEDED ->
              before.steps().values().stream().allMatch(step -> step.finished())
                  && before.live().isEmpty();
          case FAILED ->
              ended.failure().isPresent()
                  && (engine.reallyFailed(before.pinned().id())
                      || byWordOfAPerson(before)
                      || dataDidNotCome(before));
          case SKIPPED ->
              before
                  .stop()
                  .filter(stop -> stop.why() == ExecutionEvent.CancelReason.DATA_TIMEOUT)
                  .isPresent();
          case CANCELLED, TIMED_OUT -> before.stop().isPresent();
          case QUEUED, DISPATCHED, RUNNING, AWAITING_APPROVAL, RETRYING, RECONCILING, CANCELLING ->
              false;
        };
    if (!cause || (!ended.abandoned() && !before.live().isEmpty())) {
      throw new AssertionError("an end without its cause: " + ended);
    }
  }

  private static boolean dataDidNotCome(Execution state) {
    return state
        .stop()
        .flatMap(Execution.Stop::failure)
        .filter(failure -> failure.code().equals("DATA_TIMEOUT"))
        .isPresent();
  }

  private static boolean byWordOfAPerson(Execution state) {
    return state.attempts().stream().anyMatch(attempt -> attempt.resolution().isPresent());
  }

  /** An admission that lost its memory may grant too much until the holders have spoken. */
  void noMoreThanThereAreSlots(Collection<Run> runs, int slots) {
    List<AttemptId> live =
        runs.stream().flatMap(run -> run.state().live().stream()).map(Attempt::id).toList();
    if (live.size() > slots) {
      throw new AssertionError("more attempts than slots: " + live);
    }
  }

  /** An attempt that the journal calls ended, and no person vouched for, runs nowhere. */
  void whatIsOverIsOver(Execution state) {
    for (Attempt attempt : state.attempts()) {
      if (!attempt.live()
          && attempt.state() != AttemptState.ABANDONED
          && attempt.resolution().isEmpty()
          && engine.runs(attempt.id())) {
        throw new AssertionError("ended in the journal, and runs: " + attempt);
      }
    }
  }

  /** {@code attempt} is about to write to a sink: it may not be over. */
  void commits(Attempt attempt) {
    if (!attempt.live()
        && attempt.state() != AttemptState.ABANDONED
        && attempt.resolution().isEmpty()) {
      throw new AssertionError("a commit of an attempt that is over: " + attempt);
    }
  }

  /** Of a run that succeeded. */
  void everyLoadIsCommitted(Execution state) {
    boolean vouched = state.pinned().resumeOf().isPresent() || byWordOfAPerson(state);
    state.steps().values().stream()
        .filter(step -> step.name().startsWith("load"))
        .map(step -> CommitKey.of(state.pinned().root(), step.stage(), step.name(), "sink"))
        .filter(key -> !vouched && !engine.committed(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new AssertionError("succeeded without its commit: " + key);
            });
  }

  /** What is reserved for a run is settled with its end. */
  void nothingStaysReserved(Pipeline pipeline) {
    pipeline
        .ledger()
        .months()
        .forEach(
            (month, spent) -> {
              if (spent.reserved().signum() != 0) {
                throw new AssertionError("still reserved in " + month + ": " + spent.reserved());
              }
            });
  }
}
