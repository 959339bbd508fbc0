package ai.matih.pipelines.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/**
 * What an execution asks of an engine instance, on topic {@code engine.<instance>.commands}, key
 * execution id. At least once: every command may arrive again and late.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EngineCommand.SubmitStage.class, name = "SubmitStage"),
  @JsonSubTypes.Type(value = EngineCommand.ObserveStage.class, name = "ObserveStage"),
  @JsonSubTypes.Type(value = EngineCommand.CancelStage.class, name = "CancelStage"),
  @JsonSubTypes.Type(value = EngineCommand.FenceStage.class, name = "FenceStage"),
  @JsonSubTypes.Type(value = EngineCommand.SignalStage.class, name = "SignalStage")
})
public sealed interface EngineCommand {

  /** The attempt it is about. */
  AttemptId attempt();

  /** Start the attempt, or do nothing if it was ever started or fenced. */
  record SubmitStage(AttemptId attempt, long watch, StageOrder order) implements EngineCommand {}

  /** Say what is known of the attempt, then keep reporting under the new watch. */
  record ObserveStage(AttemptId attempt, long watch) implements EngineCommand {}

  /** Stop the attempt; harmless if it ended or never was. */
  record CancelStage(AttemptId attempt, String reason) implements EngineCommand {}

  /** Take the attempt's name so that a late submit is refused; answered by {@code StageFenced}. */
  record FenceStage(AttemptId attempt, long watch) implements EngineCommand {}

  /** Hand a signal to the attempt; repeats of {@code signalId} are dropped. */
  record SignalStage(AttemptId attempt, String signalId, String name, Map<String, Object> payload)
      implements EngineCommand {}
}
