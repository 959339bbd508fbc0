package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.planning.Plan.Blocker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a run needs and is not there: connections and connectors, each with the next step. */
final class Missing {
  private Missing() {}

  /** Every connection that the definition reads, writes or asks, sorted by name. */
  static List<String> connections(PipelineDefinition definition) {
    TreeSet<String> names = new TreeSet<>();
    for (Source source : definition.sources().values()) {
      names.add(source.connection());
    }
    for (Sink sink : definition.sinks().values()) {
      sink.connection().ifPresent(names::add);
    }
    for (TaskDefinition task : definition.tasks()) {
      if (task.work() instanceof TaskWork.Sql sql) {
        sql.connection().ifPresent(names::add);
      }
    }
    for (WaitFor wait : definition.orchestration().waitFor()) {
      switch (wait) {
        case WaitFor.File file -> names.add(file.connection());
        case WaitFor.Sql sql -> names.add(sql.connection());
        case WaitFor.Dataset ignored -> {}
        case WaitFor.Time ignored -> {}
      }
    }
    return List.copyOf(names);
  }

  /** A blocker for each connection that is named and not among {@code there}. */
  static List<Blocker> connections(List<String> named, Set<String> there) {
    return named.stream().filter(name -> !there.contains(name)).map(Missing::connection).toList();
  }

  /** A blocker for each source or sink that none of the node's connectors serves. */
  static List<Blocker> connectors(PlanRequest request, SourceFacts facts, SinkSupport sinks) {
    List<Blocker> missing = new ArrayList<>();
    for (Map.Entry<String, SourceStatistics.Answer> answer : facts.answers().entrySet()) {
      if (answer.getValue() instanceof SourceStatistics.NoConnector none) {
        missing.add(connector("source " + answer.getKey(), none.reason(), none.remedy()));
      }
    }
    request.definition().sinks().forEach((name, sink) -> sink(request, name, sink, sinks, missing));
    return missing;
  }

  private static void sink(
      PlanRequest request, String name, Sink sink, SinkSupport sinks, List<Blocker> missing) {
    Optional<ConnectionRevision> connection = sink.connection().map(request.connections()::get);
    if (sink.connection().isPresent() && connection.isEmpty()) {
      return;
    }
    sinks
        .gap(sink, connection)
        .ifPresent(gap -> missing.add(connector("sink " + name, gap.reason(), gap.remedy())));
  }

  private static Blocker connection(String name) {
    return new Blocker(
        "connection_missing",
        "connection " + name,
        "there is no connection " + name,
        "write it to a file and run: matih connections apply FILE");
  }

  private static Blocker connector(String subject, String reason, String remedy) {
    return new Blocker("connector_missing", subject, subject + ": " + reason, remedy);
  }
}
