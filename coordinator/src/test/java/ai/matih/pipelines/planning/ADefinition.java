package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.Approval;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.Metadata;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Tolerance;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.definition.TriggerRule;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitTimeout;
import ai.matih.pipelines.definition.WriteMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a definition together in a test, as an author would write it. */
final class ADefinition {
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final List<Transformation> transformations = new ArrayList<>();
  private final List<QualityCheck> checks = new ArrayList<>();
  private final Map<String, Sink> sinks = new LinkedHashMap<>();
  private final List<TaskDefinition> tasks = new ArrayList<>();
  private final List<Approval> approvals = new ArrayList<>();
  private final List<WaitFor> waits = new ArrayList<>();
  private Optional<EngineKind> engine = Optional.empty();
  private Optional<Double> minQualityScore = Optional.empty();

  ADefinition source(String name, Source source) {
    sources.put(name, source);
    return this;
  }

  ADefinition csv(String name) {
    return source(name, csvSource("files"));
  }

  ADefinition sql(String name, String sql, String... inputs) {
    return sqlOn(Optional.empty(), name, sql, inputs);
  }

  ADefinition sqlOn(Optional<EngineKind> pin, String name, String sql, String... inputs) {
    transformations.add(
        new SqlTransform(
            name, List.of(inputs), sql, Optional.empty(), pin, Optional.empty(), Optional.empty()));
    return this;
  }

  ADefinition notNull(String name, String input, OnFail onFail) {
    checks.add(
        new QualityCheck(
            name, input, new CheckRule.NotNull(List.of("id")), Tolerance.NONE, onFail));
    return this;
  }

  ADefinition table(String sink, String input) {
    sinks.put(sink, jdbcSink(new Load(input, "analytics." + input, List.of())));
    return this;
  }

  ADefinition tables(String sink, Load... loads) {
    sinks.put(sink, jdbcSink(loads));
    return this;
  }

  ADefinition approvalBefore(String step) {
    approvals.add(
        new Approval(
            step,
            List.of("lead"),
            1,
            false,
            Optional.empty(),
            Duration.ofHours(4),
            OnTimeout.CANCEL,
            List.of()));
    return this;
  }

  /** Waits for a time before {@code step}, or before the whole run. */
  ADefinition waitBefore(Optional<String> step) {
    waits.add(
        new WaitFor.Time(
            Optional.empty(),
            step,
            "06:30",
            ZoneOffset.UTC,
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            WaitTimeout.FAIL));
    return this;
  }

  ADefinition task(String id, TaskWork work, String... dependsOn) {
    tasks.add(
        new TaskDefinition(
            id,
            List.of(dependsOn),
            work,
            Optional.empty(),
            TriggerRule.ALL_SUCCESS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  ADefinition engine(EngineKind kind) {
    engine = Optional.of(kind);
    return this;
  }

  ADefinition minQualityScore(double least) {
    minQualityScore = Optional.of(least);
    return this;
  }

  PipelineDefinition build() {
    return new PipelineDefinition(
        new Metadata("sample", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
        Map.of(),
        sources,
        transformations,
        checks,
        sinks,
        tasks,
        new Orchestration(
            engine,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            RetryPolicy.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            approvals,
            waits,
            List.of(),
            Duration.ofSeconds(60),
            4,
            minQualityScore));
  }

  static FileSource csvSource(String connection) {
    return new FileSource(
        connection,
        Optional.empty(),
        Optional.empty(),
        Optional.of("*.csv"),
        FileFormat.CSV,
        Optional.empty(),
        CsvOptions.DEFAULT,
        false,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        Optional.empty(),
        List.of());
  }

  private static JdbcSink jdbcSink(Load... loads) {
    return new JdbcSink(
        Optional.of("dwh"),
        WriteMode.OVERWRITE,
        List.of(loads),
        List.of(),
        true,
        false,
        Optional.empty());
  }
}
