package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that the pipeline has promised (design 3.6): journaled before the run is started; Start is
 * repeated until the run has answered, and the run repeats its end until the pipeline has noted it.
 *
 * @param spec what the run is pinned to; dropped once the run has journaled it itself
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Ticket(
    ExecutionId execution, int revision, Instant submittedAt, Optional<ExecutionSpec> spec) {

  static Ticket of(ExecutionSpec spec) {
    return new Ticket(spec.id(), spec.revision(), spec.submittedAt(), Optional.of(spec));
  }

  Ticket started() {
    return new Ticket(execution, revision, submittedAt, Optional.empty());
  }

  PipelineReply.Ticketed receipt() {
    return new PipelineReply.Ticketed(execution, revision, submittedAt);
  }
}
