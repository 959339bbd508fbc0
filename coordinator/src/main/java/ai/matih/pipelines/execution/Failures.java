package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFailed;
import ai.matih.pipelines.execution.ExecutionEvent.RetryScheduled;
import ai.matih.pipelines.execution.ExecutionEvent.SlotAsked;
import ai.matih.pipelines.planning.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What follows when an attempt ends without having succeeded. */
final class Failures {
  private Failures() {}

  static void failed(Draft draft, Attempt attempt, Failure failure) {
    draft.journal(new AttemptFailed(attempt.id(), failure));
    if (draft.state().phase() != Phase.CANCELLING && !toBeRetried(attempt)) {
      retryOrGiveUp(draft, attempt, failure);
    }
  }

  /** Nobody here asked for the fence, unless a person resolved to retry: the attempt is lost. */
  static void fenced(Draft draft, Attempt attempt) {
    if (draft.state().phase() != Phase.CANCELLING && !toBeRetried(attempt)) {
      retryOrGiveUp(
          draft,
          attempt,
          new Failure(
              FailureClass.LOST,
              "FENCED_OUTSIDE",
              "The name of " + attempt.id() + " was taken in " + attempt.instance() + ".",
              Optional.of("Retry the run."),
              Optional.empty(),
              true));
    }
  }

  /** A person resolved to retry: with the end of this attempt the next one is due at once. */
  private static boolean toBeRetried(Attempt attempt) {
    return attempt.resolution().equals(Optional.of(Resolution.RETRY));
  }

  private static void retryOrGiveUp(Draft draft, Attempt attempt, Failure failure) {
    String stage = attempt.id().stage();
    List<Attempt> attempts = draft.state().stages().get(stage).attempts();
    Optional<Duration> delay = RetryRule.delay(policy(draft.state(), failure), attempts, failure);
    if (delay.isEmpty()) {
      Advance.giveUp(draft, stage, failure);
      return;
    }
    draft.journal(new RetryScheduled(stage, attempts.size() + 1, draft.now().plus(delay.get())));
    if (delay.get().isZero()) {
      draft.journal(new SlotAsked(stage));
    }
  }

  private static RetryPolicy policy(Execution state, Failure failure) {
    return failure
        .step()
        .flatMap(
            name ->
                state.plan().steps().stream().filter(step -> step.name().equals(name)).findFirst())
        .flatMap(Step::retryPolicy)
        .orElse(state.plan().retryPolicy());
  }
}
