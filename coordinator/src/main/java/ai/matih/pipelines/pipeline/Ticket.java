package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that the pipeline has promised (design 3.6): journaled before the run is started; Start is
 * repeated until the run has answered, and the run repeats its end until the pipeline has noted it.
 *
 * @param spec what the run is pinned to; dropped once the run has journaled it itself
 * @param reserved what it is expected to cost
 * @param scheduled whether the schedule asked for it
 * @param trigger the trigger of the node that asked for it, if one did
 * @param backfill whether it is, or takes up, the run of a backfill's interval
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Ticket(
    ExecutionId execution,
    int revision,
    Instant submittedAt,
    Optional<ExecutionSpec> spec,
    BigDecimal reserved,
    boolean scheduled,
    Optional<String> trigger,
    boolean backfill) {

  /** The journal leaves out what is empty. */
  public Ticket {
    spec = spec == null ? Optional.empty() : spec;
    reserved = reserved == null ? BigDecimal.ZERO : reserved;
    trigger = trigger == null ? Optional.empty() : trigger;
  }

  static Ticket of(ExecutionSpec spec) {
    return new Ticket(
        spec.id(),
        spec.revision(),
        spec.submittedAt(),
        Optional.of(spec),
        spec.reserved(),
        spec.scheduled(),
        spec.trigger(),
        spec.origin().filter(RunOrigin.OfBackfill.class::isInstance).isPresent());
  }

  /** Whether no person or program asked for it; those of backfills have a bound of their own. */
  boolean automatic() {
    return scheduled || trigger.isPresent();
  }

  Ticket started() {
    return new Ticket(
        execution, revision, submittedAt, Optional.empty(), reserved, scheduled, trigger, backfill);
  }

  PipelineReply.Ticketed receipt() {
    return new PipelineReply.Ticketed(execution, revision, submittedAt);
  }
}
