package ai.matih.pipelines.http.api;

import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.ConnectionState;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.http.api.port.ConnectionProbe;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.EngineViews.EngineView;
import ai.matih.pipelines.http.api.port.ExecutionJournal;
import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.query.Position;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.EngineCatalog;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Planner;
import ai.matih.pipelines.planning.PlanningService;
import ai.matih.pipelines.planning.RunHistory;
import ai.matih.pipelines.planning.SourceStatistics;
import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.client.CollectorRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Every port, over {@link Cores}, the real reader and the real planner. */
final class NodeInMemory
    implements Definitions, Lists, RunRecords, ExecutionJournal, ConnectionProbe {
  final Cores cores = new Cores();
  final Map<ExecutionId, String> logs = new ConcurrentHashMap<>();

  /** Steps whose rows are no longer kept. */
  volatile Set<String> gone = Set.of();

  /** Pipelines never answer, and runs are reported as not answering in time. */
  volatile boolean silent;

  /** What pipelines were asked while they were silent. */
  final AtomicInteger unanswered = new AtomicInteger();

  volatile boolean databaseAway;

  final CollectorRegistry metrics = new CollectorRegistry();
  final VariablesInMemory variables = new VariablesInMemory();
  private final ConnectionCatalog catalog =
      (tenant, names) -> {
        Map<String, ConnectionRevision> found = new TreeMap<>();
        for (String name : names) {
          Optional.ofNullable(cores.connections.get(tenant + "/" + name))
              .flatMap(ConnectionState::live)
              .ifPresent(revision -> found.put(name, revision));
        }
        return CompletableFuture.completedStage(found);
      };
  private final PlanningService planning =
      new PlanningService(
          new Planner(
              EngineCatalog.EMBEDDED_ONLY,
              (tenant, source, connection) ->
                  new SourceStatistics.Known(
                      Estimate.Basis.FILE_STATISTICS,
                      OptionalLong.of(10),
                      OptionalLong.of(100),
                      List.of()),
              (sink, connection) -> Optional.empty(),
              Map.of(),
              PriceBook.DEFAULT),
          catalog,
          variables,
          (tenant, name) -> CompletableFuture.completedStage(RunHistory.NONE),
          Clock.systemUTC(),
          Runnable::run);

  final ClusterInMemory cluster = new ClusterInMemory();
  final LettersInMemory letters = new LettersInMemory();

  /** How its disk is; down refuses new runs. */
  volatile Health.Part disk = new Health.Part(true, Optional.empty());

  ApiPorts ports() {
    return new ApiPorts(
        (id, command, cause) -> silent ? unanswered() : cores.pipeline(id, command, cause),
        (id, command, cause) ->
            silent
                ? CompletableFuture.failedFuture(new TimeoutException("no answer"))
                : cores.execution(id, command, cause),
        cores::connection,
        this,
        this,
        this,
        new SoonInMemory(),
        this,
        this,
        tenant -> CompletableFuture.completedStage(List.of(embedded())),
        () -> Map.of(Health.DISK, disk, "store", new Health.Part(true, Optional.empty())),
        letters,
        letters,
        variables,
        variables,
        cluster,
        metrics);
  }

  private static EngineView embedded() {
    return new EngineView(
        "embedded",
        EngineKind.EMBEDDED,
        "UP",
        Optional.empty(),
        true,
        OptionalInt.of(4),
        OptionalInt.of(0),
        Optional.of("1"),
        List.of("batch"));
  }

  @Override
  public CompletionStage<Reading> read(String text) {
    return planning
        .read(text, IncludedFiles.NONE)
        .thenApply(
            read ->
                read.definition()
                    .<Reading>map(
                        definition ->
                            new Reading.Valid(
                                definition, read.hash().orElseThrow(), read.problems()))
                    .orElseGet(() -> new Reading.Invalid(read.report())));
  }

  @Override
  public CompletionStage<Plan> plan(
      TenantId tenant, PipelineDefinition definition, Optional<EngineKind> engine) {
    return planning.plan(tenant, definition, engine);
  }

  @Override
  public List<Change> diff(PipelineDefinition live, PipelineDefinition next) {
    return live.equals(next)
        ? List.of()
        : List.of(new Change("changed", "", Optional.empty(), Optional.empty(), "its runs"));
  }

  @Override
  public CompletionStage<Preparation> prepare(
      TenantId tenant,
      Revision revision,
      Map<String, Object> parameters,
      Optional<EngineKind> engine) {
    return planning
        .prepare(tenant, revision, parameters, engine)
        .thenApply(
            prepared ->
                switch (prepared) {
                  case ai.matih.pipelines.planning.Preparation.Ready ready ->
                      new Preparation.Ready(
                          ready.plan(),
                          ready.parameters(),
                          ready.values(),
                          ready.variables(),
                          ready.connections(),
                          PriceBook.DEFAULT);
                  case ai.matih.pipelines.planning.Preparation.Blocked blocked ->
                      new Preparation.Blocked(blocked.plan());
                  case ai.matih.pipelines.planning.Preparation.Invalid invalid ->
                      new Preparation.Invalid(invalid.problems());
                });
  }

  @Override
  public CompletionStage<Map<String, ConnectionRevision>> connections(TenantId tenant, Plan plan) {
    return catalog.find(tenant, plan.connections());
  }

  @Override
  public byte[] schema() {
    return "{\"type\":\"object\"}".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<Page<PipelineRow>> pipelines(
      TenantId tenant, PipelineFilter filter, int page, int size) {
    if (databaseAway) {
      return CompletableFuture.failedFuture(
          new ReadModelUnavailable(new SQLException("jdbc:postgresql://db has gone")));
    }
    return page(
        cores.snapshot(cores.pipelines.values()).stream()
            .filter(one -> one.tenant().equals(Optional.of(tenant)))
            .filter(one -> one.status() != PipelineStatus.DELETED)
            .filter(one -> one.description().orElseThrow().tags().containsAll(filter.tags()))
            .filter(one -> filter.statuses().isEmpty() || filter.statuses().contains(one.status()))
            .map(NodeInMemory::row)
            .sorted(
                Comparator.comparing(
                    row -> new Position(row.createdAt(), row.id().value()), NEWEST_FIRST))
            .toList(),
        page,
        size);
  }

  private static PipelineRow row(Pipeline one) {
    var description = one.description().orElseThrow();
    return new PipelineRow(
        one.id().orElseThrow(),
        description.name(),
        description.version(),
        description.description(),
        description.tags(),
        one.status(),
        one.live().number(),
        one.live().plan().engine().chosen().wireName(),
        one.createdAt().orElseThrow(),
        one.updatedAt().orElseThrow());
  }

  @Override
  public CompletionStage<Page<ExecutionRow>> executions(
      TenantId tenant, ExecutionFilter filter, int page, int size) {
    return page(
        cores.snapshot(cores.executions.values()).stream()
            .filter(one -> one.pinned().tenant().equals(tenant))
            .filter(one -> filter.statuses().isEmpty() || filter.statuses().contains(one.status()))
            .filter(
                one ->
                    filter.pipeline().isEmpty()
                        || filter.pipeline().get().equals(one.pinned().pipeline()))
            .map(NodeInMemory::row)
            .sorted(
                Comparator.comparing(
                    row -> new Position(row.submittedAt(), row.id().value()), NEWEST_FIRST))
            .toList(),
        page,
        size);
  }

  @Override
  public CompletionStage<List<PipelineRow>> pipelinesBehind(
      TenantId tenant, PipelineFilter filter, Position position, int count) {
    return pipelines(tenant, filter, 0, Integer.MAX_VALUE)
        .thenApply(
            page ->
                behind(
                    page.elements(),
                    row -> new Position(row.createdAt(), row.id().value()),
                    position,
                    count));
  }

  @Override
  public CompletionStage<List<ExecutionRow>> executionsBehind(
      TenantId tenant, ExecutionFilter filter, Position position, int count) {
    return executions(tenant, filter, 0, Integer.MAX_VALUE)
        .thenApply(
            page ->
                behind(
                    page.elements(),
                    row -> new Position(row.submittedAt(), row.id().value()),
                    position,
                    count));
  }

  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::time).thenComparing(Position::id).reversed();

  private static <R> List<R> behind(
      List<R> rows, Function<R, Position> position, Position wanted, int count) {
    return rows.stream()
        .filter(row -> NEWEST_FIRST.compare(position.apply(row), wanted) > 0)
        .limit(count)
        .toList();
  }

  private static ExecutionRow row(Execution one) {
    return new ExecutionRow(
        one.pinned().id(),
        one.pinned().pipeline(),
        one.plan().pipelineName(),
        one.pinned().revision(),
        one.status(),
        one.plan().engine().chosen().wireName(),
        0,
        0,
        BigDecimal.ZERO,
        "USD",
        one.pinned().submittedAt(),
        one.startedAt(),
        one.end().map(Execution.End::at));
  }

  @Override
  public CompletionStage<Optional<ai.matih.pipelines.connection.Secret>> signingKey(
      TenantId tenant, String connection) {
    return java.util.concurrent.CompletableFuture.completedStage(
        Optional.of(new ai.matih.pipelines.connection.Secret("key of " + connection)));
  }

  @Override
  public CompletionStage<List<NotificationRow>> notifications(
      TenantId tenant, Optional<String> state, int most) {
    return java.util.concurrent.CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<Page<ConnectionRevision>> connections(
      TenantId tenant, int page, int size) {
    return page(
        cores.snapshot(cores.connections.values()).stream()
            .filter(one -> one.tenant().equals(Optional.of(tenant)))
            .flatMap(one -> one.live().stream())
            .toList(),
        page,
        size);
  }

  private static <T> CompletionStage<Page<T>> page(List<T> all, int page, int size) {
    return CompletableFuture.completedStage(
        new Page<>(all.stream().skip((long) page * size).limit(size).toList(), all.size()));
  }

  @Override
  public CompletionStage<List<Entry>> read(ExecutionId execution, long after, int limit) {
    return CompletableFuture.completedStage(cores.journal(execution, after, limit));
  }

  @Override
  public CompletionStage<LogPart> logs(
      ExecutionId execution, Optional<String> step, long offset, int limit) {
    String all = logs.getOrDefault(execution, "");
    int from = (int) Math.min(offset, all.length());
    int to = Math.min(all.length(), from + limit);
    return CompletableFuture.completedStage(new LogPart(all.substring(from, to), to));
  }

  @Override
  public CompletionStage<Set<String>> gone(Execution ended) {
    return CompletableFuture.completedStage(gone);
  }

  @Override
  public CompletionStage<List<JsonNode>> lineage(ExecutionId execution) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public Optional<Flaw> check(ConnectionDefinition definition) {
    return definition.type().equals("local") || definition.type().equals("postgresql")
        ? Optional.empty()
        : Optional.of(new Flaw("type", "There is no such type.", "Use local or postgresql."));
  }

  @Override
  public CompletionStage<Outcome> test(TenantId tenant, ConnectionRevision revision) {
    return CompletableFuture.completedStage(
        new Outcome(true, "opened at " + Instant.EPOCH, Optional.empty(), 1));
  }

  private <T> CompletableFuture<T> unanswered() {
    unanswered.incrementAndGet();
    return new CompletableFuture<>();
  }
}
