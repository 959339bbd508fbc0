package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.EngineCommand.CancelStage;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.EngineEvent.EngineUnreachable;
import ai.matih.pipelines.engine.EngineEvent.StageAbsent;
import ai.matih.pipelines.engine.EngineEvent.StageAccepted;
import ai.matih.pipelines.engine.EngineEvent.StageCancelled;
import ai.matih.pipelines.engine.EngineEvent.StageFailed;
import ai.matih.pipelines.engine.EngineEvent.StageFenced;
import ai.matih.pipelines.engine.EngineEvent.StageForgotten;
import ai.matih.pipelines.engine.EngineEvent.StageRequested;
import ai.matih.pipelines.engine.EngineEvent.StageSucceeded;
import ai.matih.pipelines.engine.EngineEvent.StepProgress;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptAccepted;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptCancelled;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFenced;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptForgotten;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptSucceeded;
import ai.matih.pipelines.execution.ExecutionEvent.EngineFound;
import ai.matih.pipelines.execution.ExecutionEvent.EngineLost;
import ai.matih.pipelines.execution.ExecutionEvent.StepAdvanced;
import ai.matih.pipelines.execution.ExecutionEvent.StepEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepStarted;
import ai.matih.pipelines.execution.ExecutionEvent.WatchRaised;
import ai.matih.pipelines.planning.Stage;
import java.util.List;
import java.util.Optional;

/**
 * What an engine's words mean. They come late, twice, out of order, and from attempts that are over
 * (design 3.7): terminal facts count whenever they come, absence only under the newest watch, and
 * an attempt that is over for this run but still lives is told to stop.
 */
final class EngineReports {
  private EngineReports() {}

  static void hear(Draft draft, EngineEvent event) {
    if (draft.state().phase() == Phase.NEW) {
      return;
    }
    Optional<Attempt> known = draft.state().attempt(event.attempt());
    if (known.isEmpty()) {
      // The intent comes before the attempt: another node has written it, and this one lags behind.
      return;
    }
    if (!known.get().live()) {
      stopIfAlive(draft, event);
      return;
    }
    Attempt attempt = known.get();
    boolean newest = event.watch() >= attempt.watch().number();
    switch (event) {
      case StageAccepted accepted -> accepted(draft, attempt, accepted, newest);
      case StepProgress progress -> progress(draft, attempt, progress.steps(), newest);
      case StageSucceeded succeeded -> succeeded(draft, attempt, succeeded);
      case StageFailed failed -> Failures.failed(draft, attempt, failed.failure());
      case StageCancelled ignored -> cancelled(draft, attempt);
      case StageFenced ignored -> fenced(draft, attempt);
      case StageAbsent ignored -> {
        if (newest && !attempt.watch().seen()) {
          absent(draft, attempt);
        }
      }
      case StageForgotten forgotten -> {
        if (newest) {
          forget(draft, attempt, forgotten.reason());
        }
      }
      case EngineUnreachable unreachable -> {
        if (newest && attempt.doubt().isEmpty() && attempt.state() != AttemptState.FENCING) {
          draft.journal(new EngineLost(attempt.id(), unreachable.reason()));
        }
      }
      case StageRequested ignored -> {}
    }
    stopIfItTurnedUp(draft, attempt);
  }

  private static void accepted(
      Draft draft, Attempt attempt, StageAccepted accepted, boolean newest) {
    Attempt.External external =
        new Attempt.External(accepted.externalId(), accepted.incarnation(), accepted.url());
    boolean news =
        switch (attempt.state()) {
          case INTENDED, FENCING -> true;
          case RUNNING -> !attempt.external().equals(Optional.of(external));
          case FORGOTTEN -> newest;
          case NEW, SUCCEEDED, FAILED, CANCELLED, FENCED, ABANDONED -> false;
        };
    if (news) {
      draft.journal(
          new AttemptAccepted(
              attempt.id(), accepted.externalId(), accepted.incarnation(), accepted.url()));
    } else {
      foundAgain(draft, attempt, newest);
    }
  }

  private static void foundAgain(Draft draft, Attempt attempt, boolean newest) {
    boolean doubted =
        switch (attempt.state()) {
          case RUNNING -> attempt.doubt().isPresent();
          case FORGOTTEN, FENCING -> newest;
          case INTENDED, NEW, SUCCEEDED, FAILED, CANCELLED, FENCED, ABANDONED -> false;
        };
    if (doubted) {
      draft.journal(new EngineFound(attempt.id()));
    }
  }

  private static void progress(
      Draft draft, Attempt attempt, List<StepReport> reports, boolean newest) {
    Execution before = draft.state();
    for (StepReport report : reports) {
      StepRun step = draft.state().steps().get(report.step());
      if (step == null || step.finished() || !step.stage().equals(attempt.id().stage())) {
        continue;
      }
      switch (report) {
        case StepReport.Started started -> {
          if (step.state() != StepRun.State.RUNNING && believed(attempt, newest)) {
            draft.journal(new StepStarted(attempt.id(), step.name(), started.at()));
          }
        }
        case StepReport.Advanced advanced -> {
          if (believed(attempt, newest) && worthJournaling(draft, attempt, step)) {
            draft.journal(
                new StepAdvanced(
                    attempt.id(), step.name(), advanced.at(), advanced.rows(), advanced.bytes()));
          }
        }
        case StepReport.Ended ended ->
            draft.journal(new StepEnded(attempt.id(), step.name(), ended.at(), ended.result()));
      }
    }
    if (draft.state() == before) {
      foundAgain(draft, attempt, newest);
    }
  }

  /** A report from before an attempt was forgotten does not prove that it lives. */
  private static boolean believed(Attempt attempt, boolean newest) {
    return newest || attempt.state() != AttemptState.FORGOTTEN;
  }

  private static boolean worthJournaling(Draft draft, Attempt attempt, StepRun step) {
    return attempt.state() != AttemptState.RUNNING
        || attempt.doubt().isPresent()
        || step.state() != StepRun.State.RUNNING
        || !draft.now().isBefore(attempt.watch().since().plus(Patience.PROGRESS));
  }

  private static void succeeded(Draft draft, Attempt attempt, StageSucceeded succeeded) {
    Stage stage = Orders.stage(draft.state(), attempt.id().stage());
    List<String> open =
        stage.steps().stream()
            .map(step -> step.name())
            .filter(step -> !draft.state().steps().get(step).finished())
            .toList();
    List<String> missing =
        open.stream().filter(step -> !succeeded.result().steps().containsKey(step)).toList();
    if (!missing.isEmpty()) {
      endedWithoutResults(draft, attempt, missing);
      return;
    }
    for (String step : open) {
      draft.journal(
          new StepEnded(attempt.id(), step, draft.now(), succeeded.result().steps().get(step)));
    }
    draft.journal(new AttemptSucceeded(attempt.id()));
  }

  /** It cannot run any more, which is all that fencing asks; otherwise a person has to decide. */
  private static void endedWithoutResults(Draft draft, Attempt attempt, List<String> missing) {
    if (attempt.state() == AttemptState.FENCING) {
      draft.journal(new AttemptFenced(attempt.id()));
    } else {
      forget(
          draft,
          attempt,
          "the engine calls it succeeded, but there is no result of " + String.join(", ", missing));
    }
  }

  private static void cancelled(Draft draft, Attempt attempt) {
    boolean asked =
        draft.state().phase() == Phase.CANCELLING
            || attempt.resolution().equals(Optional.of(Resolution.RETRY));
    if (asked) {
      draft.journal(new AttemptCancelled(attempt.id()));
    } else {
      Failures.failed(
          draft,
          attempt,
          new Failure(
              FailureClass.EXTERNAL,
              "STOPPED_OUTSIDE",
              "The job was stopped in " + attempt.instance() + ", not by this run.",
              Optional.of("Find out who stopped it there, then retry the run."),
              Optional.empty(),
              false));
    }
  }

  private static void fenced(Draft draft, Attempt attempt) {
    draft.journal(new AttemptFenced(attempt.id()));
    Failures.fenced(draft, attempt);
  }

  private static void absent(Draft draft, Attempt attempt) {
    switch (attempt.state()) {
      case INTENDED -> {
        if (attempt.doubt().isPresent()) {
          draft.journal(new EngineFound(attempt.id()));
        }
        draft.journal(new WatchRaised(attempt.id(), attempt.watch().number() + 1));
        Attempt raised = draft.state().attempt(attempt.id()).orElseThrow();
        draft.toEngine(raised, Orders.submit(draft.state(), raised));
      }
      case RUNNING -> forget(draft, attempt, "the engine no longer knows it");
      case FORGOTTEN, FENCING, NEW, SUCCEEDED, FAILED, CANCELLED, FENCED, ABANDONED -> {}
    }
  }

  private static void forget(Draft draft, Attempt attempt, String reason) {
    if (attempt.state() == AttemptState.INTENDED || attempt.state() == AttemptState.RUNNING) {
      draft.journal(new AttemptForgotten(attempt.id(), reason));
    }
  }

  private static void stopIfAlive(Draft draft, EngineEvent event) {
    boolean alive =
        switch (event) {
          case StageAccepted ignored -> true;
          case StepProgress ignored -> true;
          case StageRequested ignored -> true;
          case StageSucceeded ignored -> false;
          case StageFailed ignored -> false;
          case StageCancelled ignored -> false;
          case StageAbsent ignored -> false;
          case StageForgotten ignored -> false;
          case StageFenced ignored -> false;
          case EngineUnreachable ignored -> false;
        };
    if (alive) {
      draft.state().plan().stages().stream()
          .filter(stage -> stage.name().equals(event.attempt().stage()))
          .findFirst()
          .ifPresent(
              stage ->
                  draft.effect(
                      new ExecutionEffect.ToEngine(
                          stage.instance(),
                          new CancelStage(event.attempt(), "this attempt is over for its run"))));
    }
  }

  private static void stopIfItTurnedUp(Draft draft, Attempt before) {
    draft
        .state()
        .attempt(before.id())
        .filter(now -> draft.state().phase() == Phase.CANCELLING)
        .filter(now -> now.state() == AttemptState.RUNNING)
        .filter(now -> before.state() != AttemptState.RUNNING)
        .ifPresent(draft::cancel);
  }
}
