package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.trigger.Missed;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** What a pipeline answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PipelineReply.View.class, name = "View"),
  @JsonSubTypes.Type(value = PipelineReply.Accepted.class, name = "Accepted"),
  @JsonSubTypes.Type(value = PipelineReply.Ticketed.class, name = "Ticketed"),
  @JsonSubTypes.Type(value = PipelineReply.Met.class, name = "Met"),
  @JsonSubTypes.Type(value = PipelineReply.Noted.class, name = "Noted"),
  @JsonSubTypes.Type(value = PipelineReply.Gone.class, name = "Gone"),
  @JsonSubTypes.Type(value = PipelineReply.NotFound.class, name = "NotFound"),
  @JsonSubTypes.Type(value = PipelineReply.Refused.class, name = "Refused")
})
public sealed interface PipelineReply {

  /** The state, as asked. */
  record View(Pipeline pipeline) implements PipelineReply {}

  /** The change is journaled; {@code changed} is false if there was nothing to change. */
  record Accepted(Pipeline pipeline, boolean changed) implements PipelineReply {}

  /** The run is promised and its start journaled; the run itself knows the rest. */
  record Ticketed(ExecutionId execution, int revision, Instant submittedAt)
      implements PipelineReply {}

  /**
   * A call is journaled and has not started its run.
   *
   * @param execution the run that it becomes
   * @param missed why it becomes none; absent while it waits
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Met(ExecutionId execution, Optional<Missed> missed) implements PipelineReply {
    public Met {
      missed = missed == null ? Optional.empty() : missed;
    }
  }

  /** What it was told is durable, as far as it is its concern. */
  record Noted() implements PipelineReply {}

  /** This generation was deleted: a new pipeline of the name has the next one. */
  record Gone() implements PipelineReply {}

  /** No such pipeline for this tenant. */
  record NotFound() implements PipelineReply {}

  /** Not possible now. */
  record Refused(
      ai.matih.pipelines.execution.ExecutionReply.Refusal kind,
      String code,
      String message,
      String remedy)
      implements PipelineReply {}
}
