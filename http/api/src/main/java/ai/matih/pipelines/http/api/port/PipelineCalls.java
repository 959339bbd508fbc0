package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import java.util.concurrent.CompletionStage;

/**
 * Asks a pipeline; fails with a {@link java.util.concurrent.TimeoutException} without an answer.
 */
@FunctionalInterface
public interface PipelineCalls {
  CompletionStage<PipelineReply> ask(PipelineId id, PipelineCommand command, Cause cause);
}
