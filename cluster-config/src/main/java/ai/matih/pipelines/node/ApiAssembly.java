package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.connectors.ConnectorStatistics;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.cost.Rates;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.embedded.sql.DuckDbSqlChecker;
import ai.matih.pipelines.http.api.ApiPorts;
import ai.matih.pipelines.http.api.ApiSettings;
import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.http.api.security.DevelopmentToken;
import ai.matih.pipelines.http.api.security.Keys;
import ai.matih.pipelines.http.api.security.SigningSecret;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.AppliedResources;
import ai.matih.pipelines.persistence.operations.DrainedNodeRows;
import ai.matih.pipelines.persistence.operations.JournalReaders;
import ai.matih.pipelines.persistence.operations.OperatorActions;
import ai.matih.pipelines.persistence.operations.WakeUpQueue;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.persistence.query.AuditTrail;
import ai.matih.pipelines.persistence.query.LineageQueries;
import ai.matih.pipelines.persistence.variable.VariableStore;
import ai.matih.pipelines.planning.EngineCatalog;
import ai.matih.pipelines.planning.EngineInstance;
import ai.matih.pipelines.planning.Planner;
import ai.matih.pipelines.planning.PlanningService;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;

/** Puts the node's parts behind the ports of the HTTP interface. */
record ApiAssembly(ApiSettings settings, ApiPorts ports) {

  static ApiAssembly of(
      ActorSystem<?> system,
      Settings settings,
      Servers servers,
      Coordinator coordinator,
      Projections projections,
      EmbeddedEngine engine,
      EngineWires wires,
      Leaving leaving,
      Secrets secrets,
      Executor blocking,
      Clock clock)
      throws IOException {
    PriceBook prices = prices(settings);
    EngineCatalog engines =
        new EngineCatalog(
            List.of(
                new EngineInstance(
                    EmbeddedEngine.INSTANCE,
                    EngineKind.EMBEDDED,
                    settings.embedded().auto(),
                    Optional.empty(),
                    caution(settings))));
    NodeLists lists = new NodeLists(servers.pool(), blocking);
    ConnectorStatistics statistics =
        new ConnectorStatistics(engine.connectors(), engine.resolver());
    NodeVariables variables = new NodeVariables(new VariableStore(servers.pool()), blocking);
    PlanningService planning =
        new PlanningService(
            new Planner(
                engines,
                statistics,
                statistics,
                Map.of(EngineKind.EMBEDDED, new DuckDbSqlChecker()),
                prices),
            new LiveConnections(coordinator),
            variables,
            lists::history,
            clock,
            blocking);
    coordinator.prepareBy(new ScheduledPreparation(coordinator, planning, prices));
    CollectorRegistry metrics = new CollectorRegistry();
    DefaultExports.register(metrics);
    metrics.register(new NodeMetrics(wires, engine.figures(), coordinator, projections));
    OperatorActions actions = new OperatorActions(servers.pool());
    metrics.register(new ScheduleMetrics(projections.schedules(), servers.pool()));
    NodeDeadLetters letters = new NodeDeadLetters(wires.deadLetterReader(), actions, blocking);
    metrics.register(new OpenDeadLetters(letters::open, blocking));
    ArchiveStanding archive = new ArchiveStanding(servers.pool(), settings.archive().after());
    metrics.register(archive);
    ApiPorts ports =
        new ApiPorts(
            coordinator::ask,
            coordinator::ask,
            coordinator::ask,
            new ConnectionTrial(engine.connectors(), engine.resolver(), blocking),
            new NodeDefinitions(planning, new LiveConnections(coordinator), prices, secrets),
            lists,
            new NodeNextLooks(new JdbcWakeUps(servers.pool()), blocking),
            new NodeJournal(new AuditTrail(servers.pool()), blocking),
            new NodeRunRecords(
                engine.work(), engine.logs(), new LineageQueries(servers.pool()), blocking),
            tenant -> NodeEngines.views(settings.embedded()),
            () -> health(projections, new Room(settings.home()), leaving),
            letters,
            new NodeOperatorLog(actions, blocking),
            variables,
            new NodeOwners(new AppliedResources(servers.pool()), blocking),
            new NodeCluster(
                system,
                wires,
                new JournalReaders(servers.pool()),
                new WakeUpQueue(servers.pool()),
                archive,
                new DrainedNodeRows(servers.pool()),
                () -> NodeEngines.views(settings.embedded()),
                blocking),
            metrics);
    return new ApiAssembly(apiSettings(settings, secrets, clock), ports);
  }

  private static Optional<String> caution(Settings settings) {
    return settings.cluster().alone() || settings.sharedWork().isPresent()
        ? Optional.empty()
        : Optional.of(
            "its nodes share no work location, so finished steps of a node that dies run again;"
                + " set MATIH_WORK to a folder that all of them share");
  }

  private static Map<String, Health.Part> health(
      Projections projections, Room room, Leaving leaving) {
    boolean fresh = projections.lag().toSeconds() < 30;
    return Map.of(
        Health.DISK,
        room.part(),
        Leaving.PART,
        leaving.part(),
        "projections",
        new Health.Part(
            fresh,
            fresh
                ? Optional.empty()
                : Optional.of("the read model is " + projections.lag().toSeconds() + " s behind")));
  }

  private static ApiSettings apiSettings(Settings settings, Secrets secrets, Clock clock)
      throws IOException {
    ApiSettings api =
        ApiSettings.of(
            settings.http().host(),
            settings.http().port(),
            keys(settings, secrets, clock),
            settings.security().issuer());
    int limit = settings.security().requestsPerMinute();
    return limit == 0 ? api : api.limitedTo(limit, clock);
  }

  private static Keys keys(Settings settings, Secrets secrets, Clock clock) throws IOException {
    TenantId tenant = new TenantId(settings.tenant());
    if (settings.security().jwks().isPresent()) {
      return new Keys.KeySet(URI.create(settings.security().jwks().get()));
    }
    if (settings.security().hs256Secret().isPresent()) {
      String name = settings.security().hs256Secret().get();
      return secrets
          .find(tenant, new ai.matih.pipelines.connection.SecretReference(name))
          .<Keys>map(
              secret ->
                  new Keys.Shared(
                      new SigningSecret(secret.reveal().getBytes(StandardCharsets.UTF_8))))
          .orElseThrow(
              () ->
                  new SettingsException(
                      "security.hs256-secret names the secret "
                          + name
                          + ", which is not set; set MATIH_SECRET_"
                          + name));
    }
    return DevelopmentToken.create(
            settings.home(), tenant, settings.security().issuer(), clock.instant())
        .keys();
  }

  private static PriceBook prices(Settings settings) {
    Map<EngineKind, Rates> rates = new EnumMap<>(EngineKind.class);
    for (EngineKind kind : EngineKind.values()) {
      Settings.Price price = settings.prices().get(kind.wireName());
      rates.put(
          kind, new Rates(BigDecimal.valueOf(price.cpuHour()), BigDecimal.valueOf(price.gib())));
    }
    return new PriceBook(settings.currency(), rates);
  }
}
