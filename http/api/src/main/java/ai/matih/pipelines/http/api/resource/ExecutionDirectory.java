package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.concurrent.CompletionStage;

/** Finds runs; the entity itself says whether the caller may see it. */
final class ExecutionDirectory {
  private final ExecutionCalls executions;

  ExecutionDirectory(ExecutionCalls executions) {
    this.executions = executions;
  }

  /** The run that the path names. */
  CompletionStage<Execution> read(Call call) {
    return ask(call, new ExecutionCommand.Read(call.principal()));
  }

  /** The state that the run answers with. */
  CompletionStage<Execution> ask(Call call, ExecutionCommand command) {
    ExecutionId id = call.executionId();
    return executions
        .ask(id, command, call.cause())
        .thenApply(
            reply ->
                switch (reply) {
                  case ExecutionReply.View view -> view.execution();
                  case ExecutionReply.Noted noted -> noted.execution();
                  case ExecutionReply.NotFound ignored ->
                      throw ApiError.notFound("execution", id.value()).exception();
                  case ExecutionReply.Refused refused -> throw Refusals.of(refused);
                  case ExecutionReply.Started ignored -> throw Refusals.unexpected(reply);
                  case ExecutionReply.Acknowledged ignored -> throw Refusals.unexpected(reply);
                });
  }
}
