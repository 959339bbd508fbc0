package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.identity.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan is made from.
 *
 * @param connections those that the tenant has, by name
 * @param variables names of the variables that the tenant has set
 * @param engineOverride the engine that one run asks for instead of the chosen one
 */
public record PlanRequest(
    TenantId tenant,
    PipelineDefinition definition,
    Map<String, ConnectionRevision> connections,
    Set<String> variables,
    RunHistory history,
    Optional<EngineKind> engineOverride) {

  public PlanRequest {
    connections = Map.copyOf(connections);
    variables = Set.copyOf(variables);
  }
}
