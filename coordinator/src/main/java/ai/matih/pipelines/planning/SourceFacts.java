package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** What the sources told of themselves, by source or task; those not asked are missing. */
record SourceFacts(int sources, Map<String, SourceStatistics.Answer> answers) {

  /** Asks every source whose connection is there. Blocking. */
  static SourceFacts ask(PlanRequest request, SourceStatistics statistics) {
    Map<String, Source> sources = sources(request.definition());
    Map<String, SourceStatistics.Answer> answers = new LinkedHashMap<>();
    sources.forEach(
        (name, source) -> {
          ConnectionRevision connection = request.connections().get(source.connection());
          if (connection != null) {
            answers.put(name, statistics.of(request.tenant(), source, connection));
          }
        });
    return new SourceFacts(sources.size(), answers);
  }

  /** The sources and the queries of tasks that run on a connection, by source or task. */
  private static Map<String, Source> sources(PipelineDefinition definition) {
    Map<String, Source> sources = new LinkedHashMap<>(definition.sources());
    for (TaskDefinition task : definition.tasks()) {
      if (task.work() instanceof TaskWork.Sql sql) {
        sql.connection()
            .ifPresent(name -> sources.put(task.id(), JdbcSource.ofQuery(name, sql.query())));
      }
    }
    return sources;
  }

  /** Rows of all sources together; empty unless each is known. */
  OptionalLong rows() {
    return sum(known -> known.rows().orElse(-1));
  }

  /** Bytes of all sources together; empty unless each is known. */
  OptionalLong bytes() {
    return sum(known -> known.bytes().orElse(-1));
  }

  /** The bytes of one source, if known. */
  OptionalLong bytes(String source) {
    return answers.get(source) instanceof SourceStatistics.Known known
        ? known.bytes()
        : OptionalLong.empty();
  }

  /** The columns of one source; empty if unknown. */
  List<Column> schema(String source) {
    return answers.get(source) instanceof SourceStatistics.Known known ? known.schema() : List.of();
  }

  /** The weakest basis of the answers; unknown unless every source told something. */
  Estimate.Basis basis() {
    List<SourceStatistics.Known> known = known();
    return known.size() < sources || known.isEmpty()
        ? Estimate.Basis.UNKNOWN
        : known.stream()
            .map(SourceStatistics.Known::basis)
            .max(Enum::compareTo)
            .orElse(Estimate.Basis.UNKNOWN);
  }

  /** Why a source did not tell, if one was asked and did not. */
  Optional<String> silence() {
    for (Map.Entry<String, SourceStatistics.Answer> answer : answers.entrySet()) {
      if (answer.getValue() instanceof SourceStatistics.Unknown unknown) {
        return Optional.of(answer.getKey() + ": " + unknown.reason());
      }
    }
    return Optional.empty();
  }

  private OptionalLong sum(ToLongFunction<SourceStatistics.Known> figure) {
    List<SourceStatistics.Known> known = known();
    boolean complete =
        !known.isEmpty()
            && known.size() == sources
            && known.stream().allMatch(one -> figure.applyAsLong(one) >= 0);
    return complete
        ? OptionalLong.of(known.stream().mapToLong(figure).sum())
        : OptionalLong.empty();
  }

  private List<SourceStatistics.Known> known() {
    List<SourceStatistics.Known> known = new ArrayList<>();
    for (SourceStatistics.Answer answer : answers.values()) {
      if (answer instanceof SourceStatistics.Known one) {
        known.add(one);
      }
    }
    return known;
  }
}
