package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.ExecutionId;

/** What a pipeline asks of its runs once its events are durable. All may be repeated. */
public sealed interface PipelineEffect {

  /** Send Start, until the run has answered. */
  record StartExecution(ExecutionSpec spec) implements PipelineEffect {}

  /** Tell the run that its end is noted. */
  record ConfirmEnd(ExecutionId execution) implements PipelineEffect {}

  /** Answer everyone who waits for this run to be started, with {@code reply}. */
  record AnswerExecute(PipelineReply.Ticketed reply) implements PipelineEffect {}
}
