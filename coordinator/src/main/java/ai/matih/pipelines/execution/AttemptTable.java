package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.AttemptState.ABANDONED;
import static ai.matih.pipelines.execution.AttemptState.CANCELLED;
import static ai.matih.pipelines.execution.AttemptState.FAILED;
import static ai.matih.pipelines.execution.AttemptState.FENCED;
import static ai.matih.pipelines.execution.AttemptState.FENCING;
import static ai.matih.pipelines.execution.AttemptState.FORGOTTEN;
import static ai.matih.pipelines.execution.AttemptState.INTENDED;
import static ai.matih.pipelines.execution.AttemptState.NEW;
import static ai.matih.pipelines.execution.AttemptState.RUNNING;
import static ai.matih.pipelines.execution.AttemptState.SUCCEEDED;

import ai.matih.pipelines.entity.TransitionTable;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptAccepted;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptCancelled;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFailed;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFenced;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptFencing;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptForgotten;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptIntended;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptResolved;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptSucceeded;
import ai.matih.pipelines.execution.ExecutionEvent.EngineFound;
import ai.matih.pipelines.execution.ExecutionEvent.EngineLost;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepAdvanced;
import ai.matih.pipelines.execution.ExecutionEvent.StepEnded;
import ai.matih.pipelines.execution.ExecutionEvent.StepStarted;
import ai.matih.pipelines.execution.ExecutionEvent.WatchRaised;

/** The life of one attempt. An event without a row here is never journaled for that state. */
public final class AttemptTable {

  /** The rows. */
  public static final TransitionTable<AttemptState, ExecutionEvent> ROWS =
      new TransitionTable<AttemptState, ExecutionEvent>()
          .add(NEW, AttemptIntended.class, INTENDED, "journaled, then handed to the engine")
          .add(INTENDED, AttemptAccepted.class, RUNNING, "the engine has it")
          .add(INTENDED, StepStarted.class, RUNNING, "progress overtook the acceptance")
          .add(INTENDED, StepAdvanced.class, RUNNING, "progress overtook the acceptance")
          .add(INTENDED, StepEnded.class, RUNNING, "progress overtook the acceptance")
          .add(INTENDED, WatchRaised.class, INTENDED, "no answer yet: asked again")
          .add(INTENDED, EngineLost.class, INTENDED, "unreachable: nothing is decided")
          .add(INTENDED, EngineFound.class, INTENDED, "reachable, and not there yet")
          .add(INTENDED, AttemptForgotten.class, FORGOTTEN, "the engine may have lost it")
          .add(INTENDED, AttemptFencing.class, FENCING, "the run stops before it was seen")
          .add(INTENDED, AttemptFenced.class, FENCED, "somebody took its name")
          .add(INTENDED, AttemptSucceeded.class, SUCCEEDED, "its end overtook the acceptance")
          .add(INTENDED, AttemptFailed.class, FAILED, "refused, or ended badly at once")
          .add(INTENDED, ExecutionEnded.class, ABANDONED, "given up")
          .add(RUNNING, AttemptAccepted.class, RUNNING, "its name at the engine is known now")
          .add(RUNNING, StepStarted.class, RUNNING, "a step began")
          .add(RUNNING, StepAdvanced.class, RUNNING, "a step goes on")
          .add(RUNNING, StepEnded.class, RUNNING, "a step ended")
          .add(
              RUNNING, WatchRaised.class, RUNNING, "silent for long, or to be stopped: asked again")
          .add(RUNNING, EngineLost.class, RUNNING, "unreachable: nothing is decided")
          .add(RUNNING, EngineFound.class, RUNNING, "reachable again, and still there")
          .add(RUNNING, AttemptForgotten.class, FORGOTTEN, "the engine knows it no longer")
          .add(RUNNING, AttemptFenced.class, FENCED, "never began, and its name is taken")
          .add(RUNNING, AttemptSucceeded.class, SUCCEEDED, "every step has its result")
          .add(RUNNING, AttemptFailed.class, FAILED, "ended badly")
          .add(RUNNING, AttemptCancelled.class, CANCELLED, "stopped, as asked")
          .add(RUNNING, ExecutionEnded.class, ABANDONED, "given up")
          .add(FORGOTTEN, AttemptAccepted.class, RUNNING, "the engine knows it after all")
          .add(FORGOTTEN, StepStarted.class, RUNNING, "it lives after all")
          .add(FORGOTTEN, StepAdvanced.class, RUNNING, "it lives after all")
          .add(FORGOTTEN, StepEnded.class, RUNNING, "it lives after all")
          .add(FORGOTTEN, EngineFound.class, RUNNING, "it lives after all")
          .add(FORGOTTEN, WatchRaised.class, FORGOTTEN, "asked again, in case it turns up")
          .add(FORGOTTEN, AttemptResolved.class, FORGOTTEN, "a person knows what became of it")
          .add(FORGOTTEN, AttemptFencing.class, FENCING, "to be retried or stopped: fenced first")
          .add(FORGOTTEN, AttemptFenced.class, FENCED, "its name is taken")
          .add(
              FORGOTTEN,
              AttemptSucceeded.class,
              SUCCEEDED,
              "its result turned up, or was vouched for")
          .add(FORGOTTEN, AttemptFailed.class, FAILED, "its failure turned up, or was vouched for")
          .add(FORGOTTEN, ExecutionEnded.class, ABANDONED, "given up")
          .add(FENCING, AttemptAccepted.class, RUNNING, "too late: the engine has it")
          .add(FENCING, StepStarted.class, RUNNING, "too late: it runs")
          .add(FENCING, StepAdvanced.class, RUNNING, "too late: it runs")
          .add(FENCING, StepEnded.class, RUNNING, "too late: it runs")
          .add(FENCING, EngineFound.class, RUNNING, "too late: it runs")
          .add(FENCING, WatchRaised.class, FENCING, "no answer yet: asked again")
          .add(FENCING, AttemptFenced.class, FENCED, "it can never run")
          .add(FENCING, AttemptSucceeded.class, SUCCEEDED, "too late: it has ended well")
          .add(FENCING, AttemptFailed.class, FAILED, "it has ended badly")
          .add(FENCING, AttemptCancelled.class, CANCELLED, "it has been stopped")
          .add(FENCING, ExecutionEnded.class, ABANDONED, "given up");

  private AttemptTable() {}
}
