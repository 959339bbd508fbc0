package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.resource.Backfills;
import ai.matih.pipelines.http.api.resource.ClusterResource;
import ai.matih.pipelines.http.api.resource.Connections;
import ai.matih.pipelines.http.api.resource.DeadLetters;
import ai.matih.pipelines.http.api.resource.Documentation;
import ai.matih.pipelines.http.api.resource.Engines;
import ai.matih.pipelines.http.api.resource.ExecutionControl;
import ai.matih.pipelines.http.api.resource.ExecutionRecords;
import ai.matih.pipelines.http.api.resource.Executions;
import ai.matih.pipelines.http.api.resource.Hooks;
import ai.matih.pipelines.http.api.resource.LifecycleChanges;
import ai.matih.pipelines.http.api.resource.NodeState;
import ai.matih.pipelines.http.api.resource.Notifications;
import ai.matih.pipelines.http.api.resource.OwnerLabels;
import ai.matih.pipelines.http.api.resource.Pipelines;
import ai.matih.pipelines.http.api.resource.Planning;
import ai.matih.pipelines.http.api.resource.Revisions;
import ai.matih.pipelines.http.api.resource.Runs;
import ai.matih.pipelines.http.api.resource.Variables;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.routing.RouteTable;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Every route of the interface. */
final class Routes {
  private Routes() {}

  static RouteTable table(ApiPorts ports, Clock clock) {
    return new RouteTable(
        Stream.<List<Route>>of(
                new Pipelines(
                        ports.pipelines(), ports.lists(), ports.looks(), ports.definitions(), clock)
                    .routes(),
                new LifecycleChanges(ports.pipelines(), clock).routes(),
                new Revisions(ports.pipelines(), clock).routes(),
                new Planning(ports.pipelines(), ports.definitions()).routes(),
                new Runs(
                        ports.pipelines(),
                        ports.executions(),
                        ports.definitions(),
                        ports.records(),
                        ports.health())
                    .routes(),
                new Backfills(ports.pipelines(), ports.definitions(), clock).routes(),
                new Executions(ports.executions(), ports.lists(), ports.looks(), clock).routes(),
                new ExecutionControl(ports.executions(), clock).routes(),
                new ExecutionRecords(ports.executions(), ports.journal(), ports.records()).routes(),
                new Connections(ports.connections(), ports.probe(), ports.lists()).routes(),
                new ClusterResource(ports.cluster(), ports.operators()).routes(),
                new Variables(ports.variables()).routes(),
                new OwnerLabels(ports.owners()).routes(),
                new Hooks(ports.pipelines(), ports.definitions(), clock).routes(),
                new Notifications(ports.lists()).routes(),
                new Engines(ports.engines()).routes(),
                new DeadLetters(ports.deadLetters(), ports.operators()).routes(),
                new Documentation(ports.definitions()).routes(),
                new NodeState(ports.health(), ports.metrics()).routes())
            .flatMap(List::stream)
            .toList());
  }
}
