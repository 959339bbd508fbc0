package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.notification.NotificationOutbox;
import ai.matih.pipelines.persistence.query.ConnectionQueries;
import ai.matih.pipelines.persistence.query.Direction;
import ai.matih.pipelines.persistence.query.ExecutionQueries;
import ai.matih.pipelines.persistence.query.PageRequest;
import ai.matih.pipelines.persistence.query.PipelineQueries;
import ai.matih.pipelines.persistence.query.Position;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import ai.matih.pipelines.planning.RunHistory;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Lists from the read model. */
final class NodeLists implements Lists {
  private final PipelineQueries pipelines;
  private final ExecutionQueries executions;
  private final ConnectionQueries connections;
  private final NotificationOutbox notifications;
  private final Executor blocking;

  NodeLists(DataSource database, Executor blocking) {
    this.pipelines = new PipelineQueries(database);
    this.executions = new ExecutionQueries(database);
    this.connections = new ConnectionQueries(database);
    this.notifications = new NotificationOutbox(database);
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<List<NotificationRow>> notifications(
      TenantId tenant, Optional<String> state, int most) {
    return ask(
        () -> {
          try {
            return notifications.list(tenant, state, most).stream()
                .map(
                    row ->
                        new NotificationRow(
                            row.notificationId(),
                            row.executionId(),
                            row.channel(),
                            row.connection(),
                            row.target(),
                            row.subject(),
                            row.state(),
                            row.tries(),
                            row.reason(),
                            row.createdAt()))
                .toList();
          } catch (SQLException e) {
            throw new ReadModelUnavailable(e);
          }
        });
  }

  private <T> CompletionStage<T> ask(Supplier<T> query) {
    return CompletableFuture.supplyAsync(query, blocking);
  }

  @Override
  public CompletionStage<Page<PipelineRow>> pipelines(
      TenantId tenant, PipelineFilter filter, int page, int size) {
    return ask(
        () -> {
          var found =
              pipelines.list(
                  tenant,
                  filter(filter),
                  PipelineQueries.Sort.CREATED_AT,
                  Direction.DESC,
                  new PageRequest(page, size));
          return new Page<>(found.elements().stream().map(NodeLists::row).toList(), found.total());
        });
  }

  @Override
  public CompletionStage<Page<ExecutionRow>> executions(
      TenantId tenant, ExecutionFilter filter, int page, int size) {
    return ask(
        () -> {
          var found =
              executions.list(
                  tenant,
                  filter(filter),
                  ExecutionQueries.Sort.SUBMITTED_AT,
                  Direction.DESC,
                  new PageRequest(page, size));
          return new Page<>(found.elements().stream().map(NodeLists::row).toList(), found.total());
        });
  }

  @Override
  public CompletionStage<List<PipelineRow>> pipelinesBehind(
      TenantId tenant, PipelineFilter filter, Position position, int count) {
    return ask(
        () ->
            pipelines.behind(tenant, filter(filter), position, count).stream()
                .map(NodeLists::row)
                .toList());
  }

  @Override
  public CompletionStage<List<ExecutionRow>> executionsBehind(
      TenantId tenant, ExecutionFilter filter, Position position, int count) {
    return ask(
        () ->
            executions.behind(tenant, filter(filter), position, count).stream()
                .map(NodeLists::row)
                .toList());
  }

  private static PipelineQueries.Filter filter(PipelineFilter filter) {
    return new PipelineQueries.Filter(filter.tags(), filter.statuses(), Optional.empty());
  }

  private static ExecutionQueries.Filter filter(ExecutionFilter filter) {
    return new ExecutionQueries.Filter(filter.pipeline(), filter.statuses(), filter.since());
  }

  @Override
  public CompletionStage<Page<ConnectionRevision>> connections(
      TenantId tenant, int page, int size) {
    return ask(
        () -> {
          var found = connections.list(tenant, new PageRequest(page, size));
          return new Page<>(found.elements(), found.total());
        });
  }

  /** What the newest pipeline of that name took in its last runs. */
  CompletionStage<RunHistory> history(TenantId tenant, String pipelineName) {
    return ask(
        () ->
            pipelines
                .list(
                    tenant,
                    new PipelineQueries.Filter(Set.of(), Set.of(), Optional.of(pipelineName)),
                    PipelineQueries.Sort.CREATED_AT,
                    Direction.DESC,
                    new PageRequest(0, 1))
                .elements()
                .stream()
                .findFirst()
                .map(row -> executions.history(tenant, row.id()))
                .orElse(RunHistory.NONE));
  }

  private static PipelineRow row(PipelineQueries.Row row) {
    return new PipelineRow(
        row.id(),
        row.name(),
        row.version(),
        row.description(),
        row.tags(),
        row.status(),
        row.revision(),
        row.engine(),
        row.createdAt(),
        row.updatedAt());
  }

  private static ExecutionRow row(ExecutionQueries.Row row) {
    return new ExecutionRow(
        row.id(),
        row.pipeline(),
        row.pipelineName(),
        row.revision(),
        row.status(),
        row.engine(),
        row.rowsIn(),
        row.bytesIn(),
        row.cost().orElse(BigDecimal.ZERO),
        row.currency(),
        row.submittedAt(),
        row.startedAt(),
        row.endedAt());
  }
}
