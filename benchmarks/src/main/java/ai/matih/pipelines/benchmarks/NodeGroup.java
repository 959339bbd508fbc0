package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.node.dev.EmbeddedKafkaServer;
import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Nodes of one cluster, each a process, over one PostgreSQL and one Kafka; the broker runs in this
 * process. Everything lies below one folder.
 */
final class NodeGroup implements AutoCloseable {

  private record Member(Process process, LocalApi api) {}

  private final Path root;
  private final EmbeddedPostgresServer postgres;
  private final EmbeddedKafkaServer kafka;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private NodeGroup(Path root) {
    this.root = root;
    this.postgres = EmbeddedPostgresServer.start(root.resolve("postgres"));
    this.kafka = EmbeddedKafkaServer.start(root.resolve("kafka"));
    // PostgreSQL is a session of its own: nobody else stops it if this process is told to end
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Starts the servers and {@code size} nodes, and waits until all of them take requests. */
  static NodeGroup start(Path root, int size) throws IOException {
    NodeGroup group = new NodeGroup(root);
    try {
      Files.write(root.resolve("development.key"), new SecureRandom().generateSeed(32));
      int seed = freePort();
      for (int node = 0; node < size; node++) {
        group.members.add(group.node(node, seed, node == 0 ? seed : freePort()));
      }
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private Member node(int number, int seed, int port) throws IOException {
    Path home = root.resolve("node-" + number);
    Files.createDirectories(home.resolve("security"));
    Files.copy(root.resolve("development.key"), home.resolve("security/development.key"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseG1GC",
            "-Xmx512m",
            "-Xlog:disable",
            "-cp",
            System.getProperty("java.class.path"),
            "ai.matih.pipelines.node.Main",
            "--home",
            home.toString(),
            "--port",
            "0",
            "--set",
            "postgres.connections=14");
    builder.environment().keySet().removeIf(name -> name.startsWith("MATIH_"));
    builder.environment().putAll(environment(seed, port));
    Process process = builder.redirectErrorStream(true).start();
    return new Member(process, LocalApi.of(url(process), home));
  }

  private Map<String, String> environment(int seed, int port) {
    PostgresEndpoint journal = postgres.journal();
    Map<String, String> environment = new HashMap<>();
    environment.put("MATIH_POSTGRES_HOST", journal.host());
    environment.put("MATIH_POSTGRES_PORT", Integer.toString(journal.port()));
    environment.put("MATIH_POSTGRES_DATABASE", journal.database());
    environment.put("MATIH_POSTGRES_USER", journal.user());
    environment.put("MATIH_POSTGRES_PASSWORD", journal.password());
    environment.put("MATIH_KAFKA_BOOTSTRAP", kafka.bootstrapServers());
    environment.put("MATIH_WORK", root.resolve("shared").toString());
    environment.put("MATIH_CLUSTER_SEEDS", "127.0.0.1:" + seed);
    environment.put("MATIH_CLUSTER_PORT", Integer.toString(port));
    return environment;
  }

  /** What the node says when it is ready; what it says later is read and dropped. */
  private static String url(Process process) throws IOException {
    StringBuilder said = new StringBuilder();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(dropped -> {}));
        return line.substring("ready ".length());
      }
      said.append(line).append('\n');
    }
    throw new IOException("a node did not come up:\n" + said);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** The API of each node. */
  List<LocalApi> apis() {
    return members.stream().map(Member::api).toList();
  }

  /** To the cluster's database. */
  Connection database() throws SQLException {
    return DriverManager.getConnection(
        postgres.journal().jdbcUrl(), postgres.journal().credentials());
  }

  /** Processor time of all nodes so far. */
  double nodeMillis() {
    return members.stream()
        .map(member -> member.process().info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(Duration::toMillis)
        .sum();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    members.forEach(member -> member.process().destroyForcibly());
    members.forEach(member -> member.process().onExit().join());
    kafka.close();
    postgres.close();
  }
}
