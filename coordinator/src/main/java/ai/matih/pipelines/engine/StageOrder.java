package ai.matih.pipelines.engine;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import java.time.Instant;
import java.util.Map;

/**
 * Everything an engine needs to run one attempt of a stage; self-contained, without secrets.
 *
 * @param root the first run of this chain of retries: part of every commit key
 * @param values what the definition's placeholders stand for ({@code params.x}, {@code
 *     execution_date}, ...), as text or number
 * @param connections the pinned revisions of the connections that the stage names
 * @param finished steps of this stage that need not run (journaled, or reused from an earlier run)
 *     and of earlier stages whose output this stage reads; key is the step name
 * @param deadline when the run's own timeout falls
 */
public record StageOrder(
    TenantId tenant,
    String pipelineName,
    ExecutionId root,
    Stage stage,
    Map<String, Object> values,
    Map<String, ConnectionRevision> connections,
    Map<String, StepResult> finished,
    java.util.Optional<Instant> deadline) {

  public StageOrder {
    values = Map.copyOf(values);
    connections = Map.copyOf(connections);
    finished = Map.copyOf(finished);
  }
}
