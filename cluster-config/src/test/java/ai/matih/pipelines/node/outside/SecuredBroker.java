package ai.matih.pipelines.node.outside;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker whose clients have to use TLS and to log in as {@code matih} with {@code s"ecret}. */
final class SecuredBroker implements AutoCloseable {
  static final String PASSWORD = "s\"ecret";

  private final KafkaRaftServer server;
  private final int port;

  private SecuredBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  static SecuredBroker start(Path folder, Certificates certificates) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path keys = folder.resolve("server.pem");
    Files.writeString(keys, certificates.key() + certificates.chain());
    new Formatter()
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
    int port = freePort();
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings(data, keys, port), false), Time.SYSTEM);
    server.startup();
    return new SecuredBroker(server, port);
  }

  private static Properties settings(Path data, Path keys, int port) throws Exception {
    int controller = freePort();
    int inner = freePort();
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "CLIENTS://127.0.0.1:%d,INNER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, inner, controller));
    settings.put(
        "advertised.listeners",
        "CLIENTS://127.0.0.1:%d,INNER://127.0.0.1:%d".formatted(port, inner));
    settings.put(
        "listener.security.protocol.map", "CLIENTS:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "INNER");
    settings.put("listener.name.clients.sasl.enabled.mechanisms", "PLAIN");
    settings.put(
        "listener.name.clients.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_matih=\"%s\";"
            .formatted(PASSWORD.replace("\"", "\\\"")));
    settings.put("listener.name.clients.ssl.keystore.type", "PEM");
    settings.put("listener.name.clients.ssl.keystore.location", keys.toString());
    settings.put("log.dirs", data.toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("controlled.shutdown.enable", "false");
    return settings;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
