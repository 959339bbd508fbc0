package ai.matih.pipelines.node.crash;

import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Three nodes, each in a process of its own, over one PostgreSQL and one Kafka in processes of
 * their own. Node {@code i} has the loopback address 127.0.0.{@code 2 + i} towards the others, so
 * that a fault can be put between two of them. Everything lies below one folder.
 */
final class ClusterUnderTest implements AutoCloseable {
  static final int NODES = 3;

  private final Path root;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> ownPorts = new ArrayList<>();
  private final NetworkUnderTest network = new NetworkUnderTest();
  private final List<Integer> httpPorts = new ArrayList<>();
  private final NodeProcess[] nodes = new NodeProcess[NODES];
  private final String[] releases = new String[NODES];
  private final Map<String, String> environment = new HashMap<>();
  private EmbeddedPostgresServer postgres;
  private BrokerProcess broker;

  private ClusterUnderTest(Path root) {
    this.root = root;
  }

  /** Starts the servers and all nodes, side by side. */
  static ClusterUnderTest start(Path root) throws Exception {
    return start(root, NodeProcess.thisRelease());
  }

  /** The same with nodes of the release that has this class path. */
  static ClusterUnderTest start(Path root, String release) throws Exception {
    ClusterUnderTest cluster = new ClusterUnderTest(root);
    java.util.Arrays.fill(cluster.releases, release);
    try {
      cluster.startServers();
      cluster.startNodes(0, 1, 2);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private void startServers() throws IOException {
    CompletableFuture<EmbeddedPostgresServer> database =
        CompletableFuture.supplyAsync(() -> EmbeddedPostgresServer.start(root.resolve("postgres")));
    broker = BrokerProcess.start(root.resolve("kafka"));
    postgres = database.join();
    PostgresEndpoint journal = postgres.journal();
    for (int node = 0; node < NODES; node++) {
      ownPorts.add(freePort(address(node)));
      ports.add(network.open(node, ownPorts.get(node)));
      httpPorts.add(freePort("127.0.0.1"));
    }
    environment.putAll(
        Map.of(
            "MATIH_POSTGRES_HOST", journal.host(),
            "MATIH_POSTGRES_PORT", Integer.toString(journal.port()),
            "MATIH_POSTGRES_DATABASE", journal.database(),
            "MATIH_POSTGRES_USER", journal.user(),
            "MATIH_POSTGRES_PASSWORD", journal.password(),
            "MATIH_KAFKA_BOOTSTRAP", broker.bootstrap(),
            "MATIH_SECRET_ANALYTICS", postgres.analytics().password(),
            "MATIH_WORK", root.resolve("shared").toString()));
    environment.put(
        "MATIH_CLUSTER_SEEDS",
        address(0) + ":" + seedPort(0) + "," + address(1) + ":" + seedPort(1));
    Path key = root.resolve("development.key");
    try {
      Files.write(key, new java.security.SecureRandom().generateSeed(32));
      Files.createDirectories(root.resolve("data/in"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int seedPort(int node) {
    return ports.get(node);
  }

  static String address(int node) {
    return "127.0.0." + (2 + node);
  }

  private static int freePort(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, java.net.InetAddress.getByName(address))) {
      return socket.getLocalPort();
    }
  }

  /** Starts nodes that are down, side by side, and waits until all of them take requests. */
  void startNodes(int... which) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      startNodes(which, threads);
    }
  }

  private void startNodes(int[] which, ExecutorService threads) {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (int node : which) {
      starting.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  nodes[node] = startNode(node);
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              },
              threads));
    }
    CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new)).join();
  }

  /** Ends a node and starts it again with more in its environment, for this time. */
  void startAgain(int node, Map<String, String> more) throws IOException, InterruptedException {
    nodes[node].terminate();
    nodes[node] = startNode(node, more);
  }

  /** Ends a node in order and starts it with the release that is tested. */
  void upgrade(int node) throws InterruptedException {
    nodes[node].terminate();
    releases[node] = NodeProcess.thisRelease();
    startNodes(node);
  }

  private NodeProcess startNode(int node) throws IOException {
    return startNode(node, Map.of());
  }

  private NodeProcess startNode(int node, Map<String, String> more) throws IOException {
    Path home = root.resolve("node-" + node);
    Files.createDirectories(home.resolve("security"));
    Path key = home.resolve("security/development.key");
    if (!Files.exists(key)) {
      Files.copy(root.resolve("development.key"), key);
    }
    Map<String, String> own = new HashMap<>(environment);
    own.put("MATIH_CLUSTER_HOST", address(node));
    own.put("MATIH_CLUSTER_PORT", Integer.toString(ports.get(node)));
    own.putAll(more);
    return NodeProcess.start(
        home,
        root,
        own,
        List.of(
            "-Xmx400m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dlogback.configurationFile="
                + System.getProperty("matih.test.logback", "logback.xml"),
            "-Dpekko.remote.artery.bind.hostname=" + address(node),
            "-Dpekko.remote.artery.bind.port=" + ownPorts.get(node),
            "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=" + address(node)),
        releases[node],
        List.of(
            "--port",
            Integer.toString(httpPorts.get(node)),
            "--set",
            "postgres.connections=14",
            // test machines are overloaded at times
            "--set",
            "cluster.detection=" + System.getProperty("matih.test.detection", "6s")));
  }

  /** How often a node has said that a majority removes another. */
  int removals() throws IOException {
    return logged("decision DownUnreachable");
  }

  /** How often a node found a lease with another that it had not given up. */
  int leasesLost() throws IOException {
    return logged("before it ran out here");
  }

  private int logged(String words) throws IOException {
    int count = 0;
    for (int node = 0; node < NODES; node++) {
      Path log = root.resolve("node-" + node).resolve("logs/node.log");
      try (var lines = Files.lines(log)) {
        count += (int) lines.filter(line -> line.contains(words)).count();
      }
    }
    return count;
  }

  /** What lies between the nodes. */
  NetworkUnderTest network() {
    return network;
  }

  NodeProcess node(int which) {
    return nodes[which];
  }

  /** All that are alive. */
  List<NodeProcess> alive() {
    List<NodeProcess> alive = new ArrayList<>();
    for (NodeProcess node : nodes) {
      if (node != null && node.alive()) {
        alive.add(node);
      }
    }
    return alive;
  }

  /** SIGKILL of PostgreSQL's first process; its others follow it. */
  void killPostgres() throws IOException, InterruptedException {
    String pid =
        Files.readAllLines(root.resolve("postgres/data/postmaster.pid")).getFirst().strip();
    ProcessHandle first = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    first.destroyForcibly();
    first.onExit().join();
  }

  /** PostgreSQL again, on the same data and port. */
  void startPostgresAgain() {
    postgres.close();
    postgres = EmbeddedPostgresServer.start(root.resolve("postgres"));
  }

  /** Where Kafka is reached. */
  String kafka() {
    return broker.bootstrap();
  }

  void killKafka() throws InterruptedException {
    broker.kill();
  }

  /** Kafka again, on the same port. */
  void startKafkaAgain() throws IOException {
    broker = BrokerProcess.start(root.resolve("kafka"));
  }

  /** What a broker loses that comes back on a new disk. */
  void deleteTopics() throws IOException {
    try (var files = Files.walk(root.resolve("kafka/data"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The connection to the target, as the API takes it. */
  String targetConnection() {
    PostgresEndpoint target = postgres.analytics();
    return """
        {"name": "KILL_DB", "type": "postgresql", "options": {"host": "%s", "port": %d,
         "database": "%s", "user": "%s"}, "secrets": {"password": "${secret:ANALYTICS}"}}
        """
        .formatted(target.host(), target.port(), target.database(), target.user());
  }

  /** To the cluster's own database. */
  Connection journal() throws SQLException {
    return DriverManager.getConnection(
        postgres.journal().jdbcUrl(), postgres.journal().credentials());
  }

  /** To the database that the runs write to. */
  Connection target() throws SQLException {
    return DriverManager.getConnection(
        postgres.analytics().jdbcUrl(), postgres.analytics().credentials());
  }

  @Override
  public void close() {
    try {
      for (NodeProcess node : nodes) {
        if (node != null && node.alive()) {
          node.kill();
        }
      }
      if (broker != null) {
        broker.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    network.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
