package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.port.ClusterOperations;
import ai.matih.pipelines.http.api.port.ConnectionCalls;
import ai.matih.pipelines.http.api.port.ConnectionProbe;
import ai.matih.pipelines.http.api.port.DeadLetterBox;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.EngineViews;
import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.port.ExecutionJournal;
import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.port.NextLooks;
import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.http.api.port.Owners;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.http.api.port.VariableBook;
import io.prometheus.client.CollectorRegistry;

/** Everything the interface asks of the node. */
public record ApiPorts(
    PipelineCalls pipelines,
    ExecutionCalls executions,
    ConnectionCalls connections,
    ConnectionProbe probe,
    Definitions definitions,
    Lists lists,
    NextLooks looks,
    ExecutionJournal journal,
    RunRecords records,
    EngineViews engines,
    Health health,
    DeadLetterBox deadLetters,
    OperatorLog operators,
    VariableBook variables,
    Owners owners,
    ClusterOperations cluster,
    CollectorRegistry metrics) {}
