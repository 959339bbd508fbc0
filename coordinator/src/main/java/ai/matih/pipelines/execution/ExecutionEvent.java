package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The journal of a run. Author and time stand in the record around each event. A change to one of
 * these is a change of the journal's format: new manifest version, migration, recorded journal.
 */
public sealed interface ExecutionEvent {

  /** The run began; everything it is pinned to. */
  record ExecutionStarted(ExecutionSpec spec) implements ExecutionEvent {}

  /** The attempt will be handed to the engine: journaled before the engine is asked. */
  record AttemptIntended(AttemptId attempt, String instance, long watch)
      implements ExecutionEvent {}

  /** The engine has it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record AttemptAccepted(
      AttemptId attempt, String externalId, String incarnation, Optional<String> url)
      implements ExecutionEvent {}

  /** A new watch was raised: reports of older ones no longer prove absence. */
  record WatchRaised(AttemptId attempt, long watch) implements ExecutionEvent {}

  /** A step began, by the engine's clock. */
  record StepStarted(AttemptId attempt, String step, Instant at) implements ExecutionEvent {}

  /** A step ended well, by the engine's clock. */
  record StepEnded(AttemptId attempt, String step, Instant at, StepResult result)
      implements ExecutionEvent {}

  /** The engine does not answer; nothing is decided. */
  record EngineLost(AttemptId attempt, String reason) implements ExecutionEvent {}

  /** The engine answers again. */
  record EngineFound(AttemptId attempt) implements ExecutionEvent {}

  /** Accepted once and unknown now. */
  record AttemptForgotten(AttemptId attempt, String reason) implements ExecutionEvent {}

  /** Seen ended well. */
  record AttemptSucceeded(AttemptId attempt, StageResult result) implements ExecutionEvent {}

  /** Seen ended badly, or proven never to have been. */
  record AttemptFailed(AttemptId attempt, Failure failure) implements ExecutionEvent {}

  /** Seen stopped on request. */
  record AttemptCancelled(AttemptId attempt) implements ExecutionEvent {}

  /** Its name is taken; it can never run. */
  record AttemptFenced(AttemptId attempt) implements ExecutionEvent {}

  /** The next attempt is due at {@code dueAt}. */
  record RetryScheduled(String stage, int attempt, Instant dueAt) implements ExecutionEvent {}

  /** A gate opened before {@code stage}. */
  record GateOpened(String gate, String stage, Instant deadline) implements ExecutionEvent {}

  /** One person's verdict. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record VerdictGiven(String gate, Verdict verdict, String by, Optional<String> comment)
      implements ExecutionEvent {}

  /** Nobody decided in time and the gate escalates: a new deadline. */
  record GateEscalated(String gate, Instant deadline) implements ExecutionEvent {}

  /** The run is to stop; it holds its slot until its attempts are seen ended or fenced. */
  record CancelRequested(CancelReason why, String reason) implements ExecutionEvent {}

  /** A person settled a forgotten attempt. */
  record AttemptResolved(AttemptId attempt, Resolution resolution, String reason)
      implements ExecutionEvent {}

  /** The end; final. Cost is in the plan's currency. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record ExecutionEnded(
      ExecutionStatus status, Optional<Failure> failure, BigDecimal cost, boolean abandoned)
      implements ExecutionEvent {}

  /** The pipeline has journaled the end; nothing is owed any more. */
  record EndSettled() implements ExecutionEvent {}

  /** Why a run is stopped. */
  enum CancelReason {
    REQUEST,
    TIMEOUT,
    REJECTED,
    GATE_TIMEOUT,
    STAGE_FAILED
  }
}
