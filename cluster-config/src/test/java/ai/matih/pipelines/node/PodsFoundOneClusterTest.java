package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.persistence.migration.Schema;
import ai.matih.pipelines.persistence.operations.ClusterMembers;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Pekko's real bootstrap of pods, with a list of addresses in place of the Kubernetes API. */
@Timeout(180)
class PodsFoundOneClusterTest {
  private static final String CUT_OFF = "10.255.0.9:25520";

  @TempDir Path home;

  @Test
  void aPodFoundsNoClusterWhileTheDatabaseKnowsOfAMemberAndOneWhenItDoesNot() throws Exception {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger log = (Logger) LoggerFactory.getLogger(FoundingDecider.class);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    log.addAppender(said);
    try (var postgres = EmbeddedPostgresServer.start(home.resolve("postgres"));
        var pool = Servers.pool(postgres.journal(), postgres.journal().jdbcUrl(), 8);
        var first = new Pod(freePort(), freePort())) {
      Schema.migrate(pool);
      ClusterMembers members = new ClusterMembers(pool);
      members.seen(CUT_OFF);
      // it goes on to say so for longer than the test takes
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("UPDATE cluster_member SET seen_at = seen_at + INTERVAL '1 h'");
      }

      first.join(members, List.of(first));
      await(() -> List.copyOf(said.list).stream().anyMatch(one -> text(one).contains(CUT_OFF)));
      assertThat(first.status()).isEqualTo(MemberStatus.removed());

      members.gone(CUT_OFF);
      await(() -> first.status().equals(MemberStatus.up()));
      await(() -> told(members).contains(first.address()));

      try (var second = new Pod(freePort(), freePort())) {
        second.join(members, List.of(first, second));
        await(() -> second.status().equals(MemberStatus.up()));
        assertThat(second.members()).as("it joins, whatever its address").isEqualTo(2);

        var cluster = Cluster.get(second.system);
        cluster.manager().tell(Leave.create(cluster.selfMember().address()));
        assertThat(second.membership.removed().get(60, TimeUnit.SECONDS))
            .as("what it says of its end")
            .contains("an operator has let this node leave");
      }
    }
  }

  private static String text(ILoggingEvent one) {
    return one.getFormattedMessage();
  }

  private static List<String> told(ClusterMembers members) {
    try {
      return members.others("nobody:1", WayIn.RECENTLY);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Pod implements AutoCloseable {
    private final Teardown teardown = new Teardown();
    private final int port;
    private final int management;
    private ActorSystem<Void> system;
    private Membership membership;

    private Pod(int port, int management) {
      this.port = port;
      this.management = management;
    }

    private String address() {
      return "127.0.0.1:" + port;
    }

    private void join(ClusterMembers members, List<Pod> pods) {
      ClusterSettings settings =
          Settings.read(
                  Map.of("MATIH_HOME", home.toString()),
                  Map.of(
                      "cluster.discovery",
                      "kubernetes",
                      "cluster.port",
                      Integer.toString(port),
                      "cluster.kubernetes.port",
                      Integer.toString(management),
                      "cluster.kubernetes.required",
                      "1"))
              .cluster();
      Config known =
          ConfigFactory.parseMap(
              Map.of(
                  "pekko.management.http.hostname",
                  "127.0.0.1",
                  "pekko.management.cluster.bootstrap.contact-point-discovery.discovery-method",
                  "config",
                  "pekko.management.cluster.bootstrap.contact-point.filter-on-fallback-port",
                  false,
                  "pekko.discovery.config.services.matih.endpoints",
                  pods.stream()
                      .map(pod -> Map.of("host", "127.0.0.1", "port", pod.management))
                      .toList(),
                  "pekko.persistence.journal.plugin",
                  "pekko.persistence.journal.inmem"));
      system =
          ActorSystem.create(
              Behaviors.empty(),
              Membership.SYSTEM,
              known
                  .withFallback(Membership.config(settings))
                  .withFallback(ConfigFactory.parseResources("node.conf"))
                  .withFallback(ConfigFactory.load())
                  .resolve());
      membership = Membership.join(system, settings, members, teardown);
    }

    private MemberStatus status() {
      return Cluster.get(system).selfMember().status();
    }

    private int members() {
      int count = 0;
      for (var ignored : Cluster.get(system).state().getMembers()) {
        count++;
      }
      return count;
    }

    @Override
    public void close() {
      teardown.close();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
