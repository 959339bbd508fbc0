package ai.matih.pipelines.execution;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.identity.Principal;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** What can be asked of, or told to, a run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExecutionCommand.Start.class, name = "Start"),
  @JsonSubTypes.Type(value = ExecutionCommand.SlotGranted.class, name = "SlotGranted"),
  @JsonSubTypes.Type(value = ExecutionCommand.EngineReported.class, name = "EngineReported"),
  @JsonSubTypes.Type(value = ExecutionCommand.Cancel.class, name = "Cancel"),
  @JsonSubTypes.Type(value = ExecutionCommand.Abandon.class, name = "Abandon"),
  @JsonSubTypes.Type(value = ExecutionCommand.Decide.class, name = "Decide"),
  @JsonSubTypes.Type(value = ExecutionCommand.Resolve.class, name = "Resolve"),
  @JsonSubTypes.Type(value = ExecutionCommand.EndNoted.class, name = "EndNoted"),
  @JsonSubTypes.Type(value = ExecutionCommand.Read.class, name = "Read"),
  @JsonSubTypes.Type(value = ExecutionCommand.Poke.class, name = "Poke"),
  @JsonSubTypes.Type(value = ExecutionCommand.Sensed.class, name = "Sensed"),
  @JsonSubTypes.Type(value = ExecutionCommand.Wake.class, name = "Wake")
})
public sealed interface ExecutionCommand {

  /** From the pipeline: begin. Repeated until answered {@code Started}. */
  record Start(ExecutionSpec spec) implements ExecutionCommand {}

  /**
   * From admission: the attempt may be handed to its engine.
   *
   * @param instance whose slot it is; a node of the release before does not say
   */
  record SlotGranted(AttemptId attempt, Optional<String> instance) implements ExecutionCommand {
    public SlotGranted {
      instance = instance == null ? Optional.empty() : instance;
    }
  }

  /** From the engine, those that arrived together. */
  record EngineReported(List<EngineEvent> events) implements ExecutionCommand {
    public EngineReported {
      events = List.copyOf(events);
    }
  }

  /** A person or the overlap policy wants it stopped. */
  record Cancel(Principal principal, String reason) implements ExecutionCommand {}

  /** End without proof that the engine stopped. */
  record Abandon(Principal principal, String reason) implements ExecutionCommand {}

  /** A verdict at a gate; {@code gate} may be left out if one is open. */
  record Decide(
      Principal principal, Optional<String> gate, Verdict verdict, Optional<String> comment)
      implements ExecutionCommand {}

  /** A person says what became of a forgotten attempt. */
  record Resolve(Principal principal, Optional<String> stage, Resolution resolution, String reason)
      implements ExecutionCommand {}

  /** From the pipeline: the end is journaled there, as it was told in this round. */
  record EndNoted(int round) implements ExecutionCommand {}

  /** Answer with the state. */
  record Read(Principal principal) implements ExecutionCommand {}

  /** The gate's look for data is due. */
  record Poke(String gate) implements ExecutionCommand {}

  /**
   * What a look for data came to.
   *
   * @param found what was seen, if it is there
   * @param problem why it could not be seen
   */
  record Sensed(String gate, Optional<String> found, Optional<String> problem)
      implements ExecutionCommand {
    public Sensed {
      found = found == null ? Optional.empty() : found;
      problem = problem == null ? Optional.empty() : problem;
    }
  }

  /** Look again at what is owed: due times, lost messages. */
  record Wake() implements ExecutionCommand {}

  /** Yes or no. */
  enum Verdict {
    APPROVE,
    REJECT
  }

  /** What a person knows about a forgotten attempt. */
  enum Resolution {
    SUCCEEDED,
    FAILED,
    RETRY
  }
}
