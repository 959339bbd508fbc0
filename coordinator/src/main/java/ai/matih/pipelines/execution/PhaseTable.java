package ai.matih.pipelines.execution;

import static ai.matih.pipelines.execution.Phase.ACTIVE;
import static ai.matih.pipelines.execution.Phase.CANCELLING;
import static ai.matih.pipelines.execution.Phase.ENDED;
import static ai.matih.pipelines.execution.Phase.NEW;
import static ai.matih.pipelines.execution.Phase.QUEUED;

import ai.matih.pipelines.entity.TransitionTable;
import ai.matih.pipelines.execution.ExecutionEvent.AttemptIntended;
import ai.matih.pipelines.execution.ExecutionEvent.CancelRequested;
import ai.matih.pipelines.execution.ExecutionEvent.EndOwed;
import ai.matih.pipelines.execution.ExecutionEvent.EndSettled;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionEnded;
import ai.matih.pipelines.execution.ExecutionEvent.ExecutionStarted;
import ai.matih.pipelines.execution.ExecutionEvent.GateEscalated;
import ai.matih.pipelines.execution.ExecutionEvent.GateOpened;
import ai.matih.pipelines.execution.ExecutionEvent.RetryScheduled;
import ai.matih.pipelines.execution.ExecutionEvent.SensorTroubled;
import ai.matih.pipelines.execution.ExecutionEvent.SlaMissed;
import ai.matih.pipelines.execution.ExecutionEvent.SlotAsked;
import ai.matih.pipelines.execution.ExecutionEvent.VerdictGiven;

/** The life of a run as a whole. */
public final class PhaseTable {

  /** The rows. */
  public static final TransitionTable<Phase, ExecutionEvent> ROWS =
      new TransitionTable<Phase, ExecutionEvent>()
          .add(NEW, ExecutionStarted.class, QUEUED, "started by its pipeline")
          .add(QUEUED, SlotAsked.class, QUEUED, "still waits for a slot: asked again")
          .add(QUEUED, GateOpened.class, ACTIVE, "the first stage waits for a person or data")
          .add(QUEUED, AttemptIntended.class, ACTIVE, "a slot was granted")
          .add(QUEUED, CancelRequested.class, CANCELLING, "to be stopped before it began")
          .add(QUEUED, ExecutionEnded.class, ENDED, "given up, or nothing had to run again")
          .add(ACTIVE, AttemptIntended.class, ACTIVE, "the next stage, or the next attempt")
          .add(ACTIVE, SlotAsked.class, ACTIVE, "a retry is due, or a slot is still awaited")
          .add(ACTIVE, RetryScheduled.class, ACTIVE, "an attempt failed and may be tried again")
          .add(ACTIVE, GateOpened.class, ACTIVE, "a stage waits for a person or data")
          .add(ACTIVE, VerdictGiven.class, ACTIVE, "a person decided, or the data is there")
          .add(ACTIVE, GateEscalated.class, ACTIVE, "nobody decided in time: asked more loudly")
          .add(ACTIVE, SensorTroubled.class, ACTIVE, "what hinders the look for data has changed")
          .add(ACTIVE, CancelRequested.class, CANCELLING, "stopped, timed out, rejected or failed")
          .add(ACTIVE, ExecutionEnded.class, ENDED, "every stage succeeded, or one failed for good")
          .add(QUEUED, SlaMissed.class, QUEUED, "not done when its SLA is due: it is told")
          .add(ACTIVE, SlaMissed.class, ACTIVE, "not done when its SLA is due: it is told")
          .add(CANCELLING, SlaMissed.class, CANCELLING, "not done when its SLA is due: it is told")
          .add(CANCELLING, ExecutionEnded.class, ENDED, "every attempt is seen ended or fenced")
          .add(ENDED, EndSettled.class, ENDED, "the pipeline has noted the end")
          .add(ENDED, EndOwed.class, ENDED, "started once more: the end is told again");

  private PhaseTable() {}
}
