package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import java.time.Instant;

/** What a run asks of the outside once its events are durable. All may be repeated. */
public sealed interface ExecutionEffect {

  /** Ask admission for a slot; answered by {@code SlotGranted}, perhaps much later. */
  record AskSlot(AttemptId attempt, String instance, Priority priority, Instant waitingSince)
      implements ExecutionEffect {}

  /** Tell admission that this attempt holds a slot (after a recovery). */
  record HoldSlot(AttemptId attempt, String instance) implements ExecutionEffect {}

  /** Give the slot, or the place in the queue, back. */
  record ReturnSlot(AttemptId attempt, String instance) implements ExecutionEffect {}

  /** Send to the engine's gateway over Kafka. */
  record ToEngine(String instance, EngineCommand command) implements ExecutionEffect {}

  /**
   * Tell the pipeline that the run started: after every Start, the first and each repeated one. The
   * pipeline sends Start without waiting for a reply.
   */
  record TellStarted(Instant ticket) implements ExecutionEffect {}

  /** Tell the pipeline that the run ended; until it says {@code EndNoted}. */
  record TellEnded() implements ExecutionEffect {}
}
