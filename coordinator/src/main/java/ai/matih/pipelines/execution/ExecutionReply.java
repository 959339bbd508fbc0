package ai.matih.pipelines.execution;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a run answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExecutionReply.Started.class, name = "Started"),
  @JsonSubTypes.Type(value = ExecutionReply.Acknowledged.class, name = "Acknowledged"),
  @JsonSubTypes.Type(value = ExecutionReply.Noted.class, name = "Noted"),
  @JsonSubTypes.Type(value = ExecutionReply.View.class, name = "View"),
  @JsonSubTypes.Type(value = ExecutionReply.NotFound.class, name = "NotFound"),
  @JsonSubTypes.Type(value = ExecutionReply.Refused.class, name = "Refused")
})
public sealed interface ExecutionReply {

  /** The start is journaled (now or before). */
  record Started() implements ExecutionReply {}

  /** What a machine reported is durable, or was known; nobody reads more into it. */
  record Acknowledged() implements ExecutionReply {}

  /** The command is journaled, or needs no journal. */
  record Noted(Execution execution) implements ExecutionReply {}

  /** The state, as asked. */
  record View(Execution execution) implements ExecutionReply {}

  /** No such run for this tenant. */
  record NotFound() implements ExecutionReply {}

  /** Not possible now; a code for programs, a sentence and a next step for people. */
  record Refused(Refusal kind, String code, String message, String remedy)
      implements ExecutionReply {}

  /** How a refusal maps to the outside. */
  enum Refusal {
    CONFLICT,
    FORBIDDEN,
    INVALID
  }
}
