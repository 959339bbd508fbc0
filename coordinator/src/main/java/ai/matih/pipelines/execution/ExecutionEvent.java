package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The journal of a run. Author and time stand in the record around each event. A change to one of
 * these is a change of the journal's format: new manifest version, migration, recorded journal.
 */
public sealed interface ExecutionEvent {

  /** What happened to one attempt; the rows of {@link AttemptTable}. */
  sealed interface OfAttempt extends ExecutionEvent {
    /** The attempt it happened to. */
    AttemptId attempt();
  }

  /** The run began; everything it is pinned to. */
  record ExecutionStarted(ExecutionSpec spec) implements ExecutionEvent {}

  /** A slot was asked for once more: a retry fell due, or no grant came for long. */
  record SlotAsked(String stage) implements ExecutionEvent {}

  /** The attempt will be handed to the engine: journaled before the engine is asked. */
  record AttemptIntended(AttemptId attempt, String instance, long watch) implements OfAttempt {}

  /** The engine has it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record AttemptAccepted(
      AttemptId attempt, String externalId, String incarnation, Optional<String> url)
      implements OfAttempt {}

  /** A new watch was raised: reports of older ones no longer prove absence. */
  record WatchRaised(AttemptId attempt, long watch) implements OfAttempt {}

  /** A step began, by the engine's clock. */
  record StepStarted(AttemptId attempt, String step, Instant at) implements OfAttempt {}

  /** Rows and bytes so far, totals; journaled once a minute at most. */
  record StepAdvanced(AttemptId attempt, String step, Instant at, long rows, long bytes)
      implements OfAttempt {}

  /** A step ended well, by the engine's clock. */
  record StepEnded(AttemptId attempt, String step, Instant at, StepResult result)
      implements OfAttempt {}

  /** The engine does not answer; nothing is decided. */
  record EngineLost(AttemptId attempt, String reason) implements OfAttempt {}

  /** The engine answers for this attempt again. */
  record EngineFound(AttemptId attempt) implements OfAttempt {}

  /** It was seen once and is unknown now. */
  record AttemptForgotten(AttemptId attempt, String reason) implements OfAttempt {}

  /** A person settled a forgotten attempt; what follows from it is journaled behind this. */
  record AttemptResolved(AttemptId attempt, Resolution resolution, String reason)
      implements OfAttempt {}

  /** Its name is to be taken; the engine is asked under {@code watch}. */
  record AttemptFencing(AttemptId attempt, long watch) implements OfAttempt {}

  /** Its name is taken; it can never run. */
  record AttemptFenced(AttemptId attempt) implements OfAttempt {}

  /** Seen ended well; the end of each step is journaled before this. */
  record AttemptSucceeded(AttemptId attempt) implements OfAttempt {}

  /** Seen ended badly, or proven never to have been. */
  record AttemptFailed(AttemptId attempt, Failure failure) implements OfAttempt {}

  /** Seen stopped on request. */
  record AttemptCancelled(AttemptId attempt) implements OfAttempt {}

  /** The next attempt is due at {@code dueAt}. */
  record RetryScheduled(String stage, int attempt, Instant dueAt) implements ExecutionEvent {}

  /**
   * A gate opened before {@code stage}.
   *
   * @param pokeInterval how often is looked for what the gate waits for; absent at one of people
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record GateOpened(String gate, String stage, Instant deadline, Optional<Duration> pokeInterval)
      implements ExecutionEvent {
    public GateOpened {
      pokeInterval = pokeInterval == null ? Optional.empty() : pokeInterval;
    }
  }

  /** What keeps a gate from seeing what it waits for is another than before, or nothing now. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record SensorTroubled(String gate, Optional<String> problem) implements ExecutionEvent {
    public SensorTroubled {
      problem = problem == null ? Optional.empty() : problem;
    }
  }

  /** One person's verdict, or that of {@link Sensing#BY}: what is waited for is there. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record VerdictGiven(String gate, Verdict verdict, String by, Optional<String> comment)
      implements ExecutionEvent {}

  /** Nobody decided in time and the gate escalates: a new deadline. */
  record GateEscalated(String gate, Instant deadline) implements ExecutionEvent {}

  /** The run is to stop; it holds its slots until its attempts are seen ended or fenced. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record CancelRequested(CancelReason why, String reason, Optional<Failure> failure)
      implements ExecutionEvent {}

  /** It is not done by {@code due}, when its SLA wanted it to be; it goes on. */
  record SlaMissed(Instant due) implements ExecutionEvent {}

  /** The end; final. Cost is in the currency of the pinned price book. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record ExecutionEnded(
      ExecutionStatus status, Optional<Failure> failure, BigDecimal cost, boolean abandoned)
      implements ExecutionEvent {}

  /** The pipeline has journaled the end; nothing is owed any more. */
  record EndSettled() implements ExecutionEvent {}

  /** Started once more after its end was noted: the pipeline is owed the end again. */
  record EndOwed() implements ExecutionEvent {}

  /** Why a run is stopped. */
  enum CancelReason {
    REQUEST,
    TIMEOUT,
    REJECTED,
    GATE_TIMEOUT,
    STAGE_FAILED,
    DATA_TIMEOUT
  }
}
