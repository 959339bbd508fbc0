package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.concurrent.CompletionStage;

/** Asks a run; fails with a {@link java.util.concurrent.TimeoutException} without an answer. */
@FunctionalInterface
public interface ExecutionCalls {
  CompletionStage<ExecutionReply> ask(ExecutionId id, ExecutionCommand command, Cause cause);
}
