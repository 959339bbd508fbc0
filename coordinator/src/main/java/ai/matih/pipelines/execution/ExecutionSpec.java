package ai.matih.pipelines.execution;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.schedule.Interval;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a run is pinned to when it starts (design section 2).
 *
 * @param root the first run of a chain of retries; itself if it is none
 * @param resumeOf the ended run that this one retries
 * @param reused steps taken over from {@code resumeOf}, because their fingerprints are equal
 * @param values what placeholders stand for
 * @param prices what the work of each engine costs, so that the journal alone gives the cost
 * @param startedBy the subject that asked, for {@code allow_self}
 * @param budget what the pipeline's budget said; absent without one
 * @param interval the due time that it is the run of, if its schedule asked for it
 * @param origin what else asked for it, if no person did
 * @param expectations what is expected of it, and who is told; absent if the definition says none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExecutionSpec(
    ExecutionId id,
    TenantId tenant,
    PipelineId pipeline,
    int revision,
    Plan plan,
    ExecutionId root,
    Optional<ExecutionId> resumeOf,
    Map<String, StepResult> reused,
    Map<String, Object> parameters,
    Map<String, Object> values,
    Map<String, ConnectionRevision> connections,
    Priority priority,
    PriceBook prices,
    String startedBy,
    Instant submittedAt,
    Optional<BudgetCheck> budget,
    Optional<Interval> interval,
    Optional<RunOrigin> origin,
    Optional<Expectations> expectations) {

  public ExecutionSpec {
    resumeOf = resumeOf == null ? Optional.empty() : resumeOf;
    reused = reused == null ? Map.of() : Map.copyOf(reused);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    values = values == null ? Map.of() : Map.copyOf(values);
    connections = connections == null ? Map.of() : Map.copyOf(connections);
    budget = budget == null ? Optional.empty() : budget;
    interval = interval == null ? Optional.empty() : interval;
    origin = origin == null ? Optional.empty() : origin;
    expectations = expectations == null ? Optional.empty() : expectations;
  }

  /** The same, started by {@code subject} although the budget blocks it, if it does. */
  public ExecutionSpec beyondBudget(String subject) {
    return budget.filter(check -> !check.exceeded().isEmpty()).isEmpty()
        ? this
        : new ExecutionSpec(
            id,
            tenant,
            pipeline,
            revision,
            plan,
            root,
            resumeOf,
            reused,
            parameters,
            values,
            connections,
            priority,
            prices,
            startedBy,
            submittedAt,
            budget.map(check -> check.overridden(subject)),
            interval,
            origin,
            expectations);
  }

  /** Whether the schedule started it: a retry of such a run is a person's. */
  public boolean scheduled() {
    return interval.isPresent() && resumeOf.isEmpty();
  }

  /** The trigger that started it: a retry of such a run is a person's. */
  public Optional<String> trigger() {
    return resumeOf.isEmpty()
        ? origin.flatMap(
            one ->
                switch (one) {
                  case RunOrigin.OfTrigger of -> Optional.of(of.trigger());
                  case RunOrigin.OfBackfill ignored -> Optional.empty();
                })
        : Optional.empty();
  }

  /** How many runs, each started by the one before it, led here, this one included. */
  public int depth() {
    return origin
        .map(
            one ->
                switch (one) {
                  case RunOrigin.OfTrigger of -> of.depth();
                  case RunOrigin.OfBackfill ignored -> 0;
                })
        .orElse(0);
  }

  /** What is reserved for the run: what the budget counted with, else the plan's estimate. */
  public BigDecimal reserved() {
    return budget.map(BudgetCheck::expected).orElse(plan.estimate().cost());
  }
}
