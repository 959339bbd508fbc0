package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import java.time.Instant;

/** What a run asks of the outside once its events are durable. All may be repeated. */
public sealed interface ExecutionEffect {

  /** What only a run that has begun can ask. */
  sealed interface OfRun extends ExecutionEffect {}

  /** Ask admission for a slot; answered by {@code SlotGranted}, perhaps much later. */
  record AskSlot(AttemptId attempt, String instance, Priority priority, Instant waitingSince)
      implements OfRun {}

  /** Tell admission that this attempt holds a slot (after a recovery). */
  record HoldSlot(AttemptId attempt, String instance) implements OfRun {}

  /** Give the slot, or the place in the queue, back. */
  record ReturnSlot(AttemptId attempt, String instance) implements OfRun {}

  /** Send to the engine's gateway over Kafka. */
  record ToEngine(String instance, EngineCommand command) implements OfRun {}

  /**
   * Tell the pipeline that the run started: after every Start, the first and each repeated one. The
   * pipeline sends Start without waiting for a reply.
   */
  record TellStarted(Instant ticket) implements OfRun {}

  /** Look whether what the gate waits for is there; answered by {@code Sensed}. */
  record LookFor(String gate) implements OfRun {}

  /** Nobody waits at this gate, or there is no such run: it is not looked at any more. */
  record LookNoMore(String gate) implements ExecutionEffect {}

  /** Tell the pipeline that the run ended; until it says {@code EndNoted}. */
  record TellEnded() implements OfRun {}
}
