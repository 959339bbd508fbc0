package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.embedded.StepLog;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs single steps over files of one temporary directory, as a worker would. */
final class StepBench {
  static final ExecutionId RUN =
      ExecutionId.of(PipelineId.of(new TenantId("tenant"), "bench", 1), "1");

  final Path home;
  final WorkFiles files;
  final List<String> lines = new ArrayList<>();
  final Map<String, StepResult> finished = new HashMap<>();
  final Map<String, ConnectionRevision> connections = new HashMap<>();
  Map<String, Object> values = Map.of();
  long epoch = 1;
  CancelToken cancel = new CancelToken();
  Progress progress = Progress.NONE;
  EmbeddedSteps.StepLimits limits = EmbeddedSteps.StepLimits.DEFAULT;

  StepBench(Path home) {
    this.home = home;
    this.files = new WorkFiles(home.resolve("work"));
    connections.put("LAKE", local("LAKE", "lake"));
  }

  static ConnectionRevision local(String name, String root) {
    return new ConnectionRevision(
        1,
        new ConnectionDefinition(name, "local", Optional.empty(), Map.of("root", root), Map.of()));
  }

  /** Leaves the rows of a query as the output of the step {@code name}. */
  void given(String name, String query) {
    Path file = home.resolve(name + ".parquet");
    try (var duckdb = session()) {
      long rows =
          duckdb.update(
              "COPY (" + query + ") TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
      var version =
          new DatasetVersion(
              "matih",
              name,
              Optional.of(file.toUri().toString()),
              "parquet",
              duckdb.describe("FROM read_parquet(" + Sql.text(file.toString()) + ")"),
              Optional.of(Integer.toHexString(query.hashCode())));
      finished.put(
          name,
          new StepResult(
              rows,
              rows,
              0,
              0,
              0,
              List.of(),
              Optional.of(version),
              Optional.empty(),
              Optional.empty(),
              false));
    }
  }

  /** Runs a step over the outputs of the steps {@code inputs}, seen by their names. */
  StepResult run(String name, StepWork work, String... inputs) {
    StepResult result = runner().run(task(name, work, inputs));
    finished.put(name, result);
    return result;
  }

  EmbeddedSteps runner() {
    var connectors =
        Connectors.standard(new LocalRoots(home, List.of(home), List.of()), Clock.systemUTC());
    var resolver =
        new ConnectionResolver(
            (tenant, secret) -> Optional.of(new Secret("s3cret")),
            Optional.empty(),
            Egress.ANYWHERE);
    return new EmbeddedSteps(connectors, resolver, files, limits, Clock.systemUTC());
  }

  StepTask task(String name, StepWork work, String... inputs) {
    var step =
        new Step(
            name,
            work,
            List.of(),
            Stream.of(inputs).map(i -> new Step.Input(i, i)).toList(),
            Optional.empty(),
            Optional.empty(),
            "f");
    var stage =
        new Stage("s1", EngineKind.EMBEDDED, "embedded", List.of(), List.of(), List.of(step));
    var order =
        new StageOrder(
            new TenantId("tenant"),
            "bench",
            RUN,
            stage,
            values,
            connections,
            Map.of(),
            Optional.empty());
    return new StepTask(
        new AttemptId(RUN, "s1", 1), epoch, order, step, finished, cancel, progress, log());
  }

  private StepLog log() {
    return new StepLog() {
      @Override
      public void info(String message) {
        lines.add("INFO " + message);
      }

      @Override
      public void warn(String message) {
        lines.add("WARN " + message);
      }

      @Override
      public void error(String message) {
        lines.add("ERROR " + message);
      }
    };
  }

  /** Rows of the output of a step, columns with bars between. */
  List<String> rows(StepResult result, String query) {
    String uri = result.output().orElseThrow().uri().orElseThrow();
    try (var duckdb = session()) {
      return duckdb.rows(
          query.replace(
              "{}", "read_parquet(" + Sql.text(Path.of(URI.create(uri)).toString()) + ")"),
          row -> {
            var line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              line.append(i > 1 ? "|" : "").append(row.getString(i));
            }
            return line.toString();
          });
    }
  }

  DuckDbSession session() {
    return DuckDbSession.open(
        new WorkLimits(512L << 20, 1L << 30, 2, home.resolve("spill")), new CancelToken());
  }
}
