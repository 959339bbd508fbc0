package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.identity.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
              List.of());
  private SinkSupport sinks = (sink, connection) -> Optional.empty();
  private final Map<EngineKind, SqlChecker> checkers = new HashMap<>();
  private RunHistory history = RunHistory.NONE;

  /** One that has everything the samples name. */
  static ATenant withAll() {
    return new ATenant().connection("files", "local").connection("dwh", "postgresql");
  }

  /** One that has nothing yet, on a node with nothing beside it. */
  static ATenant onABareNode() {
    return new ATenant()
        .checker(EngineKind.EMBEDDED, ATenant::knowsItsInputs)
        .sinks(
            (sink, connection) ->
                sink instanceof JdbcSink || sink instanceof FileSink
                    ? Optional.empty()
                    : Optional.of(
                        new SinkSupport.Gap("there is no connector", "use jdbc or file")));
  }

  /** Refuses a statement over a table that is none of its inputs, as an engine's planner does. */
  private static SqlChecker.Verdict knowsItsInputs(String sql, Map<String, List<Column>> inputs) {
    Matcher table = Pattern.compile("FROM ([\\w.]+)").matcher(sql);
    return new SqlChecker.Verdict(
        table.find() && !inputs.containsKey(table.group(1))
            ? Optional.of("Table " + table.group(1) + " does not exist")
            : Optional.empty(),
        Optional.empty());
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
