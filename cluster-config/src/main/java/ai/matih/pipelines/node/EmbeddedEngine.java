package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.NodeDatabase;
import ai.matih.pipelines.connectors.files.FolderLook;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.embedded.EmbeddedAdapter;
import ai.matih.pipelines.embedded.RunLogs;
import ai.matih.pipelines.embedded.StepRunner;
import ai.matih.pipelines.embedded.WorkFigures;
import ai.matih.pipelines.embedded.WorkerSettings;
import ai.matih.pipelines.embedded.step.EmbeddedSteps;
import ai.matih.pipelines.embedded.step.WorkFiles;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.gateway.EngineGateway;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * The engine inside the node: its gateway, its worker, and what planning and triggers ask of it.
 */
record EmbeddedEngine(
    Connectors connectors,
    ConnectionResolver resolver,
    WorkFiles work,
    RunLogs logs,
    WorkFigures figures,
    FolderLook folders) {
  private static final Duration LEASE = Duration.ofSeconds(3);
  static final String INSTANCE = "embedded";

  static EmbeddedEngine start(
      Settings settings,
      Servers servers,
      ActorSystem<?> system,
      EngineWires wires,
      PartitionOwners owners,
      Leaving leaving,
      WorkLeases leases,
      Secrets secrets,
      Clock clock) {
    LocalRoots roots =
        new LocalRoots(
            Path.of(""),
            List.of(Path.of("").toAbsolutePath(), settings.home().resolve("data")),
            List.of(settings.home(), settings.work()));
    Connectors connectors = Connectors.standard(roots, clock);
    FolderLook folders = new FolderLook(roots, clock);
    WorkFiles work = new WorkFiles(settings.work().resolve("work"));
    RunLogs logs = RunLogs.in(settings.work());
    ConnectionResolver resolver =
        new ConnectionResolver(secrets, nodeDatabase(servers), settings.egress());
    Settings.Embedded limits = settings.embedded();
    StepRunner runner =
        new EmbeddedSteps(
            connectors,
            resolver,
            work,
            new EmbeddedSteps.StepLimits(
                limits.memoryBytes(), limits.tempBytes(), limits.threads()),
            clock);
    WorkFigures figures = new WorkFigures();
    if (!settings.cluster().engine()) {
      return new EmbeddedEngine(connectors, resolver, work, logs, figures, folders);
    }
    String owner = "node-" + UUID.randomUUID();
    system.systemActorOf(
        EngineGateway.create(
            INSTANCE,
            wires.wiring(),
            owners.of(wires.topics().engineCommands(INSTANCE), ClusterSettings.ENGINE),
            reports ->
                new EmbeddedAdapter(
                    INSTANCE,
                    owner,
                    leases,
                    runner,
                    logs,
                    new WorkerSettings(
                        limits.capacity(), limits.steps(), LEASE, () -> !leaving.begun()),
                    figures,
                    reports)),
        "gateway-" + INSTANCE,
        Props.empty());
    return new EmbeddedEngine(connectors, resolver, work, logs, figures, folders);
  }

  private static Optional<NodeDatabase> nodeDatabase(Servers servers) {
    return servers
        .analytics()
        .map(
            own ->
                new NodeDatabase(
                    own.host(),
                    own.port(),
                    own.database(),
                    own.user(),
                    new Secret(own.password())));
  }
}
