package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.pipeline.PipelineReply;
import java.util.Map;
import java.util.Optional;

/** What an entity's "no" looks like outside. */
final class Refusals {
  private Refusals() {}

  static RuntimeException of(PipelineReply.Refused refused) {
    return of(refused.kind(), refused.code(), refused.message(), refused.remedy());
  }

  static RuntimeException of(ExecutionReply.Refused refused) {
    return of(refused.kind(), refused.code(), refused.message(), refused.remedy());
  }

  static RuntimeException gone(String pipelineId) {
    return ApiError.of(ErrorCode.GONE, "The pipeline " + pipelineId + " was deleted.")
        .with("resourceType", "pipeline")
        .with("resourceId", pipelineId)
        .exception();
  }

  /** A reply that does not belong to the command: a mistake of the node, not of the caller. */
  static RuntimeException unexpected(Object reply) {
    return new IllegalStateException("an answer to another question: " + reply.getClass());
  }

  private static RuntimeException of(
      ExecutionReply.Refusal kind, String code, String message, String remedy) {
    ErrorCode outside =
        switch (kind) {
          case CONFLICT -> ErrorCode.CONFLICT;
          case FORBIDDEN -> ErrorCode.FORBIDDEN;
          case INVALID -> ErrorCode.VALIDATION_FAILED;
        };
    return new ApiError(
            outside.status(), outside, message, Map.of("remedy", remedy), Optional.of(code))
        .exception();
  }
}
