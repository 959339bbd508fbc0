package ai.matih.pipelines.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/**
 * What an engine says of an attempt, on topic {@code engine.events}, key execution id. {@code
 * watch} is the number of the newest Submit or Observe it answers; {@code n} orders progress within
 * it and may start again from 0. Late, repeated and reordered events are normal (design 3.7).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EngineEvent.StageAccepted.class, name = "StageAccepted"),
  @JsonSubTypes.Type(value = EngineEvent.StepProgress.class, name = "StepProgress"),
  @JsonSubTypes.Type(value = EngineEvent.StageSucceeded.class, name = "StageSucceeded"),
  @JsonSubTypes.Type(value = EngineEvent.StageFailed.class, name = "StageFailed"),
  @JsonSubTypes.Type(value = EngineEvent.StageCancelled.class, name = "StageCancelled"),
  @JsonSubTypes.Type(value = EngineEvent.StageAbsent.class, name = "StageAbsent"),
  @JsonSubTypes.Type(value = EngineEvent.StageForgotten.class, name = "StageForgotten"),
  @JsonSubTypes.Type(value = EngineEvent.StageFenced.class, name = "StageFenced"),
  @JsonSubTypes.Type(value = EngineEvent.EngineUnreachable.class, name = "EngineUnreachable"),
  @JsonSubTypes.Type(value = EngineEvent.StageRequested.class, name = "StageRequested")
})
public sealed interface EngineEvent {

  /** The attempt it is about. */
  AttemptId attempt();

  /** The watch it answers. */
  long watch();

  /** Its place within the watch. */
  long n();

  /** The engine has the job. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record StageAccepted(
      AttemptId attempt,
      long watch,
      long n,
      String externalId,
      String incarnation,
      Optional<String> url)
      implements EngineEvent {}

  /** Steps began, advanced or ended; those of a few milliseconds together. */
  record StepProgress(AttemptId attempt, long watch, long n, List<StepReport> steps)
      implements EngineEvent {
    public StepProgress {
      steps = List.copyOf(steps);
    }
  }

  /** Seen ended well, with the result document. */
  record StageSucceeded(AttemptId attempt, long watch, long n, StageResult result)
      implements EngineEvent {}

  /**
   * Seen ended badly, or a refusal that proves that nothing was created. A refusal takes the name:
   * the same submit, arriving again, must not start the attempt.
   */
  record StageFailed(AttemptId attempt, long watch, long n, Failure failure)
      implements EngineEvent {}

  /** Seen stopped because it was asked to stop. */
  record StageCancelled(AttemptId attempt, long watch, long n) implements EngineEvent {}

  /** The engine answered: not there now. */
  record StageAbsent(AttemptId attempt, long watch, long n) implements EngineEvent {}

  /** It was accepted once and is no longer known: outcome unknown. */
  record StageForgotten(AttemptId attempt, long watch, long n, String reason)
      implements EngineEvent {}

  /** The name is taken: no submit of this attempt can ever start. */
  record StageFenced(AttemptId attempt, long watch, long n) implements EngineEvent {}

  /** The engine did not answer; says nothing of the attempt. */
  record EngineUnreachable(AttemptId attempt, long watch, long n, String reason)
      implements EngineEvent {}

  /** A running stage asks the execution for another stage of its plan (idempotent by name). */
  record StageRequested(AttemptId attempt, long watch, long n, String stage)
      implements EngineEvent {}
}
