package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.pipeline.Revision;
import java.time.Instant;
import java.util.List;

/** What of a pipeline's state is shown. */
public record PipelineFacts(
    PipelineId id,
    Description description,
    PipelineStatus status,
    List<Revision> revisions,
    Instant createdAt,
    Instant updatedAt,
    int running) {

  /** From the state. */
  public static PipelineFacts of(Pipeline pipeline) {
    throw new UnsupportedOperationException("the state of a pipeline is not written yet");
  }

  /** The newest revision, which runs are made of. */
  public Revision live() {
    return revisions.getLast();
  }
}
