package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.files.FolderLook;
import ai.matih.pipelines.connectors.jdbc.QueryLook;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitTimes;
import ai.matih.pipelines.embedded.step.RunValues;
import ai.matih.pipelines.execution.Awaited;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand.Sensed;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Gate;
import ai.matih.pipelines.execution.Sensing;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.persistence.trigger.DatasetVersions;
import ai.matih.pipelines.planning.GateRule;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Looks for what runs wait for, as they are pinned to it. Thread-safe. */
final class SensorLooks implements Sensing {
  private final Coordinator coordinator;
  private final ConnectionResolver resolver;
  private final FolderLook folders;
  private final QueryLook queries = new QueryLook();
  private final DatasetVersions datasets;
  private final JdbcWakeUps wakeUps;
  private final LooksUnderWay under;
  private final Clock clock;

  SensorLooks(
      Coordinator coordinator,
      ConnectionResolver resolver,
      FolderLook folders,
      DatasetVersions datasets,
      JdbcWakeUps wakeUps,
      Executor blocking,
      Clock clock) {
    this.coordinator = coordinator;
    this.resolver = resolver;
    this.folders = folders;
    this.datasets = datasets;
    this.wakeUps = wakeUps;
    this.under = new LooksUnderWay(blocking);
    this.clock = clock;
  }

  private static String row(String execution, String gate) {
    return KIND + "|" + execution + "/" + gate;
  }

  @Override
  public void look(Execution run, Gate gate, GateRule rule) {
    ExecutionSpec spec = run.pinned();
    String row = row(spec.id().value(), gate.name());
    rule.waitFor()
        .ifPresent(
            wait ->
                under.once(
                    row,
                    () -> {
                      Sensed sensed = sensed(spec, gate, wait);
                      wakeUps.putOff(row, wait.pokeInterval());
                      if (sensed.found().isPresent() || !sensed.problem().equals(gate.problem())) {
                        coordinator.sensed(spec.id(), sensed);
                      }
                    }));
  }

  @Override
  public void noMore(String execution, String gate) {
    String row = row(execution, gate);
    under.begin(row, () -> wakeUps.remove(row));
  }

  private Sensed sensed(ExecutionSpec spec, Gate gate, WaitFor wait) {
    try {
      return new Sensed(gate.name(), found(spec, gate, wait), Optional.empty());
    } catch (StepFailure failure) {
      return new Sensed(
          gate.name(),
          Optional.empty(),
          Optional.of(
              failure.failure().message()
                  + failure.failure().remedy().map(next -> "; " + next).orElse("")));
    } catch (IOException | DateTimeException e) {
      return new Sensed(gate.name(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> found(ExecutionSpec spec, Gate gate, WaitFor wait) throws IOException {
    RunValues values = new RunValues(spec.values());
    return switch (wait) {
      case WaitFor.File file ->
          folders.sees(
              connection(spec, file.connection(), "local"),
              values.inText(file.prefix().orElse("")),
              file.pattern().map(values::inText),
              file.settle());
      case WaitFor.Sql sql ->
          queries.sees(
              connection(spec, sql.connection(), "postgresql"),
              values.inSql(sql.query(), List.of()));
      case WaitFor.Dataset dataset -> loaded(spec, dataset);
      case WaitFor.Time time -> {
        Instant due = WaitTimes.of(values.inText(time.until()), time.timezone(), gate.openedAt());
        yield clock.instant().isBefore(due) ? Optional.empty() : Optional.of("it is " + due);
      }
    };
  }

  private Optional<String> loaded(ExecutionSpec spec, WaitFor.Dataset dataset) throws IOException {
    Instant since = Awaited.since(dataset, spec);
    Map<String, String> loads = datasets.since(spec.tenant(), dataset.datasets(), since);
    boolean enough =
        switch (dataset.when()) {
          case ALL -> loads.keySet().containsAll(dataset.datasets());
          case ANY -> !loads.isEmpty();
        };
    return enough
        ? Optional.of(
            loads.entrySet().stream()
                .map(load -> load.getKey() + " loaded by run " + load.getValue())
                .collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  private ResolvedConnection connection(ExecutionSpec spec, String name, String type) {
    ConnectionRevision revision = spec.connections().get(name);
    if (revision == null) {
      throw StepFailure.configuration(
          "CONNECTION_MISSING",
          "the run has no connection " + name,
          "make the connection and start the run again");
    }
    ResolvedConnection resolved = resolver.resolve(spec.tenant(), revision);
    if (!resolved.type().equals(type)) {
      throw StepFailure.configuration(
          "CONNECTION_TYPE",
          "connection " + name + " is of type " + resolved.type() + ", not of type " + type,
          "name a connection of type " + type);
    }
    return resolved;
  }
}
