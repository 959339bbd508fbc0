package ai.matih.pipelines.embedded.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.ConnectorStatistics;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.NodeDatabase;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.ConnectionReader;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.FolderFiles;
import ai.matih.pipelines.embedded.StepLog;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.embedded.sql.DuckDbSqlChecker;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.EngineCatalog;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.PlanRequest;
import ai.matih.pipelines.planning.Planner;
import ai.matih.pipelines.planning.RunHistory;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that the demo runs: read, planned and worked off step by step, on real data. */
class FlightsExampleTest {
  private static final TenantId TENANT = new TenantId("demo");
  private static final Path PROJECT = project();

  @TempDir Path home;

  private static Path project() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("examples/flights"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @Test
  void runsOnTheDataBesideIt() throws IOException, SQLException {
    try (var server = EmbeddedPostgres.start()) {
      execute(server, "CREATE ROLE analytics LOGIN PASSWORD 'secret'");
      execute(server, "CREATE DATABASE analytics OWNER analytics");
      var database =
          new NodeDatabase(
              "localhost", server.getPort(), "analytics", "analytics", new Secret("secret"));
      var resolver =
          new ConnectionResolver(
              (t, r) -> Optional.empty(), Optional.of(database), Egress.ANYWHERE);
      var connectors =
          Connectors.standard(
              new LocalRoots(home, List.of(home, PROJECT), List.of()), Clock.systemUTC());
      Plan plan = plan(connectors, resolver);

      assertThat(plan.blockers()).isEmpty();
      assertThat(plan.engine().chosen()).isEqualTo(EngineKind.EMBEDDED);
      assertThat(plan.estimate().basis()).isEqualTo(Estimate.Basis.FILE_STATISTICS);
      assertThat(plan.estimate().rows()).hasValue(27_004 + 2_226);

      Map<String, StepResult> done = run(plan, connectors, resolver);
      assertThat(done).hasSize(8);
      assertThat(done.get("extract flights").rowsOut()).isEqualTo(27_004);
      assertThat(done.get("transform delays").rowsOut()).isEqualTo(26_398);
      var arrival = done.get("check arrival_known").quality().orElseThrow();
      assertThat(arrival.passed()).isFalse();
      assertThat(arrival.failing()).isEqualTo(606);
      assertThat(done.get("check unique_day").quality().orElseThrow().passed()).isTrue();
      long rows = done.get("transform by_carrier").rowsOut();
      assertThat(done.get("load postgres").rowsOut()).isEqualTo(rows);
      assertThat(done.get("load parquet").rowsOut()).isEqualTo(rows);
      try (var connection = server.getDatabase("analytics", "analytics").getConnection();
          var statement = connection.createStatement();
          var result = statement.executeQuery("SELECT count(*), sum(flights) FROM flight_delays")) {
        result.next();
        assertThat(result.getLong(1)).isEqualTo(rows);
        assertThat(result.getLong(2)).isEqualTo(26_398);
      }
    }
  }

  private Plan plan(Connectors connectors, ConnectionResolver resolver) throws IOException {
    var facts = new ConnectorStatistics(connectors, resolver);
    var planner =
        new Planner(
            EngineCatalog.EMBEDDED_ONLY,
            facts,
            facts,
            Map.of(EngineKind.EMBEDDED, new DuckDbSqlChecker()),
            PriceBook.DEFAULT);
    Path folder = PROJECT.resolve("examples/flights");
    var read =
        DefinitionReader.read(
            Files.readAllBytes(folder.resolve("flight-delays.yaml")), new FolderFiles(folder));
    assertThat(read.problems()).isEmpty();
    PipelineDefinition definition = read.definition().orElseThrow();
    return planner.plan(
        new PlanRequest(
            TENANT, definition, connections(), Set.of(), RunHistory.NONE, Optional.empty()));
  }

  /** As they stand beside the example, with their folders found from here. */
  private Map<String, ConnectionRevision> connections() throws IOException {
    var connections = new HashMap<String, ConnectionRevision>();
    try (Stream<Path> files = Files.list(PROJECT.resolve("examples/flights/connections"))) {
      for (Path file : files.toList()) {
        var read = ConnectionReader.read(Files.readAllBytes(file));
        assertThat(read.problems()).isEmpty();
        ConnectionDefinition definition = read.connection().orElseThrow();
        connections.put(definition.name(), new ConnectionRevision(1, placed(definition)));
      }
    }
    return connections;
  }

  private ConnectionDefinition placed(ConnectionDefinition definition) {
    String root = definition.options().get("root");
    return root == null || !root.startsWith("examples")
        ? definition
        : new ConnectionDefinition(
            definition.name(),
            definition.type(),
            definition.description(),
            Map.of("root", PROJECT.resolve(root).toString()),
            definition.secrets());
  }

  private Map<String, StepResult> run(Plan plan, Connectors connectors, ConnectionResolver resolver)
      throws IOException {
    var runner =
        new EmbeddedSteps(
            connectors,
            resolver,
            new WorkFiles(home.resolve("work")),
            EmbeddedSteps.StepLimits.DEFAULT,
            Clock.systemUTC());
    Map<String, StepResult> done = new LinkedHashMap<>();
    for (Stage stage : plan.stages()) {
      var order =
          new StageOrder(
              TENANT,
              plan.pipelineName(),
              StepBench.RUN,
              stage,
              Map.of(),
              connections(),
              Map.of(),
              Optional.empty());
      var waiting = new ArrayList<>(stage.steps());
      while (!waiting.isEmpty()) {
        Step step =
            waiting.stream().filter(s -> done.keySet().containsAll(s.after())).findFirst().get();
        waiting.remove(step);
        var attempt = new AttemptId(StepBench.RUN, stage.name(), 1);
        StepTask task =
            new StepTask(
                attempt, 1, order, step, done, new CancelToken(), Progress.NONE, new Unread());
        done.put(step.name(), runner.run(task));
      }
    }
    return done;
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static final class Unread implements StepLog {
    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void error(String message) {}
  }
}
