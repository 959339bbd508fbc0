package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.identity.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A tenant in a test: its connections, and what its sources tell of themselves. */
final class ATenant {
  private final Map<String, ConnectionRevision> connections = new HashMap<>();
  private EngineCatalog engines = EngineCatalog.EMBEDDED_ONLY;
  private SourceStatistics statistics =
      (tenant, source, connection) ->
          new SourceStatistics.Known(
              Estimate.Basis.FILE_STATISTICS,
              OptionalLong.of(1000),
              OptionalLong.of(1_000_000),
              java.util.List.of());
  private SinkSupport sinks = (sink, connection) -> Optional.empty();
  private final Map<EngineKind, SqlChecker> checkers = new HashMap<>();
  private RunHistory history = RunHistory.NONE;

  /** One that has everything the samples name. */
  static ATenant withAll() {
    return new ATenant().connection("files", "local").connection("dwh", "postgresql");
  }

  ATenant connection(String name, String type) {
    connections.put(
        name,
        new ConnectionRevision(
            1, new ConnectionDefinition(name, type, Optional.empty(), Map.of(), Map.of())));
    return this;
  }

  ATenant engines(EngineCatalog catalog) {
    engines = catalog;
    return this;
  }

  ATenant statistics(SourceStatistics answers) {
    statistics = answers;
    return this;
  }

  ATenant sinks(SinkSupport support) {
    sinks = support;
    return this;
  }

  ATenant checker(EngineKind kind, SqlChecker checker) {
    checkers.put(kind, checker);
    return this;
  }

  ATenant history(RunHistory runs) {
    history = runs;
    return this;
  }

  Plan plan(PipelineDefinition definition) {
    return plan(definition, Optional.empty());
  }

  Plan plan(PipelineDefinition definition, Optional<EngineKind> override) {
    return new Planner(engines, statistics, sinks, checkers, PriceBook.DEFAULT)
        .plan(
            new PlanRequest(
                new TenantId("acme"), definition, connections, Set.of(), history, override));
  }
}
