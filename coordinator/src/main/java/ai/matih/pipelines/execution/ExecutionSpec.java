package ai.matih.pipelines.execution;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonInclude;
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
    Instant submittedAt) {

  public ExecutionSpec {
    resumeOf = resumeOf == null ? Optional.empty() : resumeOf;
    reused = reused == null ? Map.of() : Map.copyOf(reused);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    values = values == null ? Map.of() : Map.copyOf(values);
    connections = connections == null ? Map.of() : Map.copyOf(connections);
  }
}
