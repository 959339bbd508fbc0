package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its controller inside the node's JVM, for a node that was given no Kafka. It
 * listens on the loopback address, without encryption or login, and keeps topics and offsets in its
 * directory. Topics are made by those who own them: nothing is created by a mere mention.
 *
 * <p>As any Kafka it does not sync each record to disk; the journal is the truth.
 */
public final class EmbeddedKafkaServer implements AutoCloseable {

  private static final int NODE_ID = 1;
  private static final int ATTEMPTS = 3;

  private final HomeLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafkaServer(HomeLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker on a free port and returns once it is ready for clients.
   *
   * @throws DevServerException if it cannot start, or another living node owns the directory
   */
  public static EmbeddedKafkaServer start(Path directory) {
    var home = directory.toAbsolutePath().normalize();
    try {
      var lock = HomeLock.take(home);
      try {
        return startLocked(home, lock);
      } catch (RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (DevServerException e) {
      throw e;
    } catch (Exception e) {
      throw new DevServerException(
          "The embedded Kafka in " + home + " did not start: " + e.getMessage(), e);
    }
  }

  private static EmbeddedKafkaServer startLocked(Path home, HomeLock lock) throws Exception {
    var data = home.resolve("data");
    format(data);
    for (int attempt = 1; ; attempt++) {
      int port = LoopbackPort.remembered(home.resolve("port"));
      var config =
          KafkaConfig.fromProps(settings(data, port, LoopbackPort.freeBeside(port)), false);
      var server = new KafkaRaftServer(config, Time.SYSTEM);
      try {
        server.startup();
        return new EmbeddedKafkaServer(lock, server, port);
      } catch (RuntimeException e) {
        server.shutdown();
        if (attempt == ATTEMPTS || LoopbackPort.isFree(port)) {
          throw e;
        }
      }
    }
  }

  /** Host and port, as clients want it for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Stops the broker after its clients; records that were acknowledged stay. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      try {
        lock.close();
      } catch (IOException e) {
        throw new DevServerException("Cannot release the lock of the Kafka directory", e);
      }
    }
  }

  private static void format(Path data) throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    new Formatter()
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setIgnoreFormatted(true)
        .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
        .run();
  }

  private static Properties settings(Path data, int port, int controllerPort) {
    var settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("log.dirs", data.toString());

    // after a SIGKILL the old session must be gone before the broker may come back
    settings.put("broker.session.timeout.ms", "1000");
    settings.put("broker.heartbeat.interval.ms", "200");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("group.initial.rebalance.delay.ms", "0");

    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");

    settings.put("log.retention.hours", "24");
    settings.put("log.retention.bytes", Long.toString(256L << 20));
    settings.put("log.segment.bytes", Integer.toString(32 << 20));
    settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("log.cleaner.threads", "1");

    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "2");
    settings.put("controlled.shutdown.enable", "false");
    settings.put("auto.leader.rebalance.enable", "false");
    return settings;
  }
}
