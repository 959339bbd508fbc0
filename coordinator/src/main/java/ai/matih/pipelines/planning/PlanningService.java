package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.RunValue;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.ReadResult;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan.Blocker;
import ai.matih.pipelines.variable.VariableCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reading and planning as the edges ask for it. Answers are completed stages that fail only if a
 * port does; the work is done on the executor, which must be fit for blocking calls. Safe for use
 * from any thread.
 */
public final class PlanningService {
  private final Planner planner;
  private final ConnectionCatalog connections;
  private final VariableCatalog variables;
  private final RunHistories histories;
  private final Clock clock;
  private final Executor executor;

  public PlanningService(
      Planner planner,
      ConnectionCatalog connections,
      VariableCatalog variables,
      RunHistories histories,
      Clock clock,
      Executor executor) {
    this.planner = planner;
    this.connections = connections;
    this.variables = variables;
    this.histories = histories;
    this.clock = clock;
    this.executor = executor;
  }

  /** Reads and checks a text. Offline: needs no connection and no engine. */
  public CompletionStage<ReadResult> read(String text, IncludedFiles files) {
    return CompletableFuture.supplyAsync(
        () -> DefinitionReader.read(text.getBytes(StandardCharsets.UTF_8), files), executor);
  }

  /** Reads a text and, if it is a definition, plans it. */
  public CompletionStage<Planned> plan(
      TenantId tenant, String text, IncludedFiles files, Optional<EngineKind> engine) {
    return read(text, files)
        .thenCompose(
            read ->
                read.definition().isPresent()
                    ? planned(tenant, text, read, read.definition().get(), engine)
                    : CompletableFuture.completedFuture(
                        new Planned(text, read.problems(), Optional.empty())));
  }

  /** The plan by what the tenant has now. */
  public CompletionStage<Plan> plan(
      TenantId tenant, PipelineDefinition definition, Optional<EngineKind> engine) {
    return made(tenant, definition, engine).thenApply(Made::plan);
  }

  /**
   * Pins a run of a revision that somebody asks for now. The engine that was chosen for the
   * revision is kept; the plan is made again only for another engine, or if something was missing.
   */
  public CompletionStage<Preparation> prepare(
      TenantId tenant,
      Revision revision,
      Map<String, Object> parameters,
      Optional<EngineKind> engine) {
    PipelineDefinition definition = revision.definition();
    String text = definition.toString();
    Parameters.Checked checked = Parameters.check(definition.parameters(), parameters);
    if (!checked.problems().isEmpty()) {
      return CompletableFuture.completedFuture(new Preparation.Invalid(checked.problems()));
    }
    boolean kept =
        revision.plan().executable()
            && engine.map(revision.plan().engine().chosen()::equals).orElse(true);
    CompletionStage<Made> plan =
        kept
            ? asPlanned(tenant, revision, named(definition, text))
            : made(tenant, definition, engine);
    return plan.thenCombine(
        lastRuns(tenant, definition, text),
        (made, runs) -> prepared(made, definition, checked, runs));
  }

  /** A plan with those of its connections and variables that are there. */
  private record Made(
      Plan plan, Map<String, ConnectionRevision> connections, Map<String, Object> variables) {}

  private CompletionStage<Planned> planned(
      TenantId tenant,
      String text,
      ReadResult read,
      PipelineDefinition definition,
      Optional<EngineKind> engine) {
    return made(tenant, definition, engine)
        .thenApply(
            made ->
                new Planned(
                    text,
                    read.problems(),
                    Optional.of(
                        new Planned.Ready(
                            definition,
                            read.hash().orElseThrow(),
                            made.plan(),
                            made.connections()))));
  }

  private CompletionStage<Made> made(
      TenantId tenant, PipelineDefinition definition, Optional<EngineKind> engine) {
    return find(tenant, Missing.connections(definition))
        .thenCombine(
            values(tenant, Variables.named(definition)), (found, set) -> new Found(found, set))
        .thenCombineAsync(
            histories.of(tenant, definition.metadata().name()),
            (found, history) ->
                new Made(
                    planner.plan(
                        new PlanRequest(
                            tenant,
                            definition,
                            found.connections(),
                            found.variables().keySet(),
                            history,
                            engine)),
                    found.connections(),
                    found.variables()),
            executor);
  }

  /** What the tenant has of what a definition names. */
  private record Found(
      Map<String, ConnectionRevision> connections, Map<String, Object> variables) {}

  private CompletionStage<Made> asPlanned(TenantId tenant, Revision revision, Set<String> named) {
    Plan plan = revision.plan();
    return find(tenant, plan.connections())
        .thenCombine(
            values(tenant, named),
            (found, set) -> {
              List<Blocker> missing =
                  new ArrayList<>(Missing.connections(plan.connections(), found.keySet()));
              missing.addAll(Variables.unset(named, set.keySet()));
              return new Made(missing.isEmpty() ? plan : plan.blockedBy(missing), found, set);
            });
  }

  /** Most definitions name none, which their text tells sooner than a walk through their tree. */
  private static Set<String> named(PipelineDefinition definition, String text) {
    return text.contains("${") ? Variables.named(definition) : Set.of();
  }

  private CompletionStage<Map<String, Object>> values(TenantId tenant, Set<String> named) {
    return named.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : variables.find(tenant, named);
  }

  private CompletionStage<Map<String, ConnectionRevision>> find(
      TenantId tenant, List<String> names) {
    return names.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : connections.find(tenant, names);
  }

  private CompletionStage<RunHistory> lastRuns(
      TenantId tenant, PipelineDefinition definition, String text) {
    return text.contains(RunValue.LAST_RUN.wireName())
        ? histories.of(tenant, definition.metadata().name())
        : CompletableFuture.completedFuture(RunHistory.NONE);
  }

  private Preparation prepared(
      Made made, PipelineDefinition definition, Parameters.Checked checked, RunHistory runs) {
    if (!made.plan().executable()) {
      return new Preparation.Blocked(made.plan());
    }
    Map<String, Object> values =
        new HashMap<>(
            RunValues.manual(
                clock.instant(),
                definition.orchestration().schedule(),
                checked.values(),
                runs.lastStart()));
    values.putAll(made.variables());
    return new Preparation.Ready(
        made.plan(), checked.values(), values, made.variables(), made.connections());
  }
}
