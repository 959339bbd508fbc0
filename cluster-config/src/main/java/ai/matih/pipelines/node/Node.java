package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.connectors.kafka.TopicLook;
import ai.matih.pipelines.embedded.Retention;
import ai.matih.pipelines.entity.Site;
import ai.matih.pipelines.http.api.ApiServer;
import ai.matih.pipelines.http.api.CommandInterface;
import ai.matih.pipelines.persistence.archive.ArchiveSweep;
import ai.matih.pipelines.persistence.archive.Archiver;
import ai.matih.pipelines.persistence.journal.JournalDatabase;
import ai.matih.pipelines.persistence.lease.JdbcWorkLeases;
import ai.matih.pipelines.persistence.notification.NotificationOutbox;
import ai.matih.pipelines.persistence.notification.NotificationSender;
import ai.matih.pipelines.persistence.operations.ClusterMembers;
import ai.matih.pipelines.persistence.operations.DrainedNodeRows;
import ai.matih.pipelines.persistence.operations.JournalReaders;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.persistence.query.RunEnds;
import ai.matih.pipelines.persistence.sql.DatabaseClock;
import ai.matih.pipelines.persistence.trigger.DatasetVersions;
import ai.matih.pipelines.schedule.WakeUpClock;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One node, started in this order: PostgreSQL and Kafka side by side, the actor system and its
 * cluster, the projections, the engines, the entities, the wake-up clock, the HTTP interface.
 * Closed in the opposite order.
 */
public final class Node implements AutoCloseable {

  /** The release. */
  public static final String VERSION = "0.1.0";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The longest wait for requests under way when the node leaves. */
  private static final Duration REQUESTS_END = Duration.ofSeconds(10);

  private final Teardown teardown;
  private final String url;
  private final Coordinator coordinator;
  private final Servers servers;
  private final Membership membership;

  private Node(
      Teardown teardown,
      String url,
      Coordinator coordinator,
      Servers servers,
      Membership membership) {
    this.teardown = teardown;
    this.url = url;
    this.coordinator = coordinator;
    this.servers = servers;
    this.membership = membership;
  }

  /**
   * Starts a node and returns when it accepts requests.
   *
   * @throws NodeStartException if a part cannot start; what had started is closed again
   */
  public static Node start(Settings settings, Map<String, String> environment, Progress progress) {
    Teardown teardown = new Teardown();
    try {
      return start(settings, environment, progress, teardown);
    } catch (RuntimeException | IOException e) {
      teardown.close();
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw cause instanceof NodeStartException known
          ? known
          : new NodeStartException("the node did not start: " + cause.getMessage(), cause);
    }
  }

  private static Node start(
      Settings settings, Map<String, String> environment, Progress progress, Teardown teardown)
      throws IOException {
    Instant began = Instant.now();
    Files.createDirectories(settings.home());
    Listening.check(settings.http());
    new Room(settings.home()).check();
    Servers servers = Servers.start(settings, teardown, progress, began);
    Clock clock = teardown.add("clock", clockOf(servers));
    ActorSystem<?> system = actorSystem(settings, servers);
    Membership membership =
        Membership.join(system, settings.cluster(), new ClusterMembers(servers.pool()), teardown);

    ExecutorService blocking =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("blocking-", 0).factory());
    teardown.add("blocking calls", blocking::shutdownNow);
    boolean core = settings.cluster().core();
    Projections projections = core ? Projections.start(servers, teardown) : Projections.elsewhere();
    JdbcWorkLeases leases =
        teardown.add("work leases", new JdbcWorkLeases(servers.pool(), settings.leaseMemory()));
    EngineWires wires = EngineWires.open(settings, servers, teardown);
    membership.await();
    PartitionOwners owners =
        new PartitionOwners(system, settings.cluster(), settings.kafka().partitions());
    Coordinator coordinator =
        Coordinator.start(
            system,
            Optional.of(ClusterSettings.CORE),
            new Site(clock, membership::readByAll, membership::oneRelease),
            wires::send,
            instance ->
                new Coordinator.Capacity(
                    settings.embedded().capacity(), settings.embedded().capacityPerTenant()),
            PATIENCE);
    Leaving leaving = new Leaving();
    Draining.follow(system, new DrainedNodeRows(servers.pool()), leaving, teardown);
    NodeSecrets secrets = new NodeSecrets(environment, settings.home());
    EmbeddedEngine engine =
        EmbeddedEngine.start(
            settings, servers, system, wires, owners, leaving, leases, secrets, clock);
    if (core) {
      wires.deliverTo(
          coordinator, owners.of(wires.topics().engineEvents(), ClusterSettings.CORE), teardown);
    }
    projections.caughtUp();
    Runnable recall = () -> {};
    if (core) {
      WakeUpClock wakeUps =
          teardown.add(
              "wake-up clock",
              WakeUpClock.start(new JdbcWakeUps(servers.pool()), coordinator::wake));
      recall = wakeUps::sweepSoon;
      coordinator.onForgotten(recall);
      membership.afterEachChange(recall);
    }

    ApiAssembly api =
        ApiAssembly.of(
            system,
            settings,
            servers,
            coordinator,
            projections,
            engine,
            wires,
            leaving,
            secrets,
            blocking,
            clock);
    coordinator.lookBy(
        new TriggerLooks(
            coordinator,
            engine.resolver(),
            engine.folders(),
            new TopicLook(settings.egress(), clock),
            new JdbcWakeUps(servers.pool()),
            blocking));
    coordinator.senseBy(
        new SensorLooks(
            coordinator,
            engine.resolver(),
            engine.folders(),
            new DatasetVersions(servers.pool()),
            new JdbcWakeUps(servers.pool()),
            blocking,
            clock));
    // closed in the opposite order: not ready, no requests, no work, then out of the cluster
    teardown.add("cluster", membership::leave);
    boolean alone = settings.cluster().alone();
    teardown.add(
        "work",
        () ->
            Leaving.await(
                () -> engine.figures().stages() == 0,
                alone ? Duration.ZERO : settings.cluster().workGrace()));
    ApiServer server = Listening.start(system, api, settings.http(), clock);
    teardown.add("HTTP", () -> server.stop(REQUESTS_END).toCompletableFuture().join());
    if (core) {
      wires.carryOut(
          CommandInterface.of(system, api.settings(), api.ports(), settings.trustedSender(), clock),
          owners.of(wires.topics().commands(), ClusterSettings.CORE),
          teardown);
      OutsideReceivers.start(
          settings,
          servers.pool(),
          projections.recent(),
          wires.publicEvents(),
          new WaitingPipelines(coordinator),
          teardown);
      Set<String> readers = new HashSet<>(OutsideReceivers.names(settings));
      readers.add(JournalReaders.READ_MODEL);
      teardown.add(
          "journal archive",
          Archiver.start(
              servers.pool(),
              new ArchiveSweep(settings.archive().after(), settings.archive().rows(), readers)));
      teardown.add(
          "notifications",
          new NotificationSender(
              new NotificationOutbox(servers.pool()),
              new NotificationChannels(
                  new LiveConnections(coordinator),
                  engine.resolver(),
                  settings.egress(),
                  wires.notifications(),
                  clock),
              NotificationSender.Patience.USUAL));
    }
    wires.watchTopics(settings, owners, recall, teardown);
    RunEnds ends = new RunEnds(servers.pool());
    teardown.add(
        "retention",
        Retention.start(
            engine.work().folders(),
            engine.logs().folders(),
            settings.retention(),
            ends::endedFor));
    teardown.add(
        "readiness",
        () ->
            leaving.begin(
                alone || membership.members() < 2
                    ? Duration.ZERO
                    : settings.cluster().readinessGrace()));
    String url = "http://" + settings.http().host() + ":" + server.address().getPort();
    teardown.add(
        "node file", NodeFile.write(settings.home(), url, servers.bootstrap(), VERSION, began));
    progress.ready("node", url, Duration.between(began, Instant.now()));
    return new Node(teardown, url, coordinator, servers, membership);
  }

  private static DatabaseClock clockOf(Servers servers) {
    try {
      return DatabaseClock.follow(servers.pool());
    } catch (SQLException e) {
      throw new NodeStartException("PostgreSQL does not tell the time: " + e.getMessage(), e);
    }
  }

  private static ActorSystem<?> actorSystem(Settings settings, Servers servers) {
    Config config =
        Membership.config(settings.cluster())
            .withFallback(
                new JournalDatabase(
                        servers.jdbcUrl(),
                        servers.journal().user(),
                        servers.journal().password(),
                        Math.max(4, settings.postgresConnections() / 2))
                    .settings())
            .withFallback(ConfigFactory.parseResources("node.conf"))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(Behaviors.empty(), Membership.SYSTEM, config.resolve());
  }

  /** Completes with the reason if the cluster has removed this node; it must be closed then. */
  public CompletableFuture<String> removed() {
    return membership.removed();
  }

  /** Where its API listens. */
  public String url() {
    return url;
  }

  /** Its entities, for benchmarks that leave HTTP out. */
  public Coordinator coordinator() {
    return coordinator;
  }

  /** A connection to the node's own database, for benchmarks and tests. */
  public javax.sql.DataSource database() {
    return servers.pool();
  }

  @Override
  public void close() {
    teardown.close();
  }
}
